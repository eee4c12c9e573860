package io.github.dmsrec.cli.command;

import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.server.config.ServeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves models over HTTP. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "serve",
        description = {
            "Serve models over HTTP, with a page to try them in a browser.",
            "Listens on loopback unless --host says otherwise. Keys are read from the environment (DMSREC_API_KEY,"
                    + " DMSREC_ADMIN_KEY) or from files that the configuration names. SIGTERM drains: requests that were"
                    + " begun end. docs/serving.md has the routes, the configuration and the metrics."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec serve --model quickstart-work/sr-gnn-intents --model base=quickstart-work/sr-gnn",
            "  dmsrec serve --config examples/serve.yaml"
        })
final class ServeCommand extends Task {

    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_-]{1,64})=(.+)");

    @Option(
            names = "--model",
            paramLabel = "[NAME=]M",
            description = "A model, base or fused; the first answers requests that name none. Several need names.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, a YAML file.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where to listen (default: 127.0.0.1).")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "The port; 0 for any free one (default: 8080).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a value of the configuration by its dotted path, e.g. overload.queue=64; may be given"
                    + " several times.")
    private Map<String, String> values = new LinkedHashMap<>();

    ServeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> overrides = new LinkedHashMap<>(values);
        host.ifPresent(value -> overrides.put("host", value));
        port.ifPresent(value -> overrides.put("port", value));
        for (String model : models) {
            Matcher named = NAMED.matcher(model);
            String name = named.matches() ? named.group(1) : ServedModel.DEFAULT;
            if (overrides.put("models." + name, named.matches() ? named.group(2) : model) != null) {
                throw new UserMistakeException("Two models have the name '" + name
                        + "'. Name each, e.g. --model base=runs/base --model fused=runs/fused.");
            }
        }
        ServerOptions options = config.isPresent()
                ? ServeFile.read(config.get(), overrides, System.getenv())
                : ServeFile.of(overrides, System.getenv());
        Serving.untilStopped(this, options);
        return 0;
    }
}
