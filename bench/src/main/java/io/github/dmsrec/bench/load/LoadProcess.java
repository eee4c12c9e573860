package io.github.dmsrec.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The load generator as a process of its own: reads a {@link LoadPlan} in JSON from each line of its input, carries it out,
 * and prints a {@link LoadReport} in JSON on a line.
 */
@Command(name = "load", description = "Sends recommendation requests at set rates, as lines of its input say.")
public final class LoadProcess implements Callable<Integer> {

    @Option(names = "--host", required = true, description = "the server")
    private String host = "";

    @Option(names = "--port", required = true, description = "its port")
    private int port;

    @Option(names = "--ids", required = true, description = "a file with an item's id on each line, popular ones first")
    private Path ids = Path.of("");

    @Option(names = "--k", description = "how many items to ask for")
    private int k = 20;

    @Option(names = "--least-bytes", description = "what shorter bodies are filled up to")
    private int leastBytes;

    /** Runs until its input ends. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadProcess()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        InetSocketAddress server = new InetSocketAddress(host, port);
        List<String> catalogue = Files.readAllLines(ids, StandardCharsets.UTF_8);
        RecommendationRequests requests = new RecommendationRequests(server, catalogue, k, leastBytes);
        try (LoadGenerator generator = new LoadGenerator(server, LoadProcess::processorNanos)) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                LoadPlan plan = json.readValue(line, LoadPlan.class);
                LoadReport report = generator.run(plan, requests.of(plan.seed()));
                System.out.println(json.writeValueAsString(report));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(
                        () -> new IllegalStateException("this system does not report the processor time of a process"));
    }
}
