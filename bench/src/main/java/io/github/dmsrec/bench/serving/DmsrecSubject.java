package io.github.dmsrec.bench.serving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code dmsrec serve} with a model.
 *
 * @param name the model's
 * @param items of its catalogue
 * @param ids the file of their ids, the most popular first
 * @param model its folder
 * @param launcher starts dmsrec
 * @param settings of the server, each {@code KEY=VALUE}
 * @param log takes what it prints
 * @param adminKey lets the benchmark load the model again
 */
record DmsrecSubject(
        String name, int items, Path ids, Path model, Path launcher, List<String> settings, Path log, String adminKey)
        implements Subject {

    /** Where the server looks for the key of its admin routes. */
    private static final String ADMIN_KEY_VARIABLE = "DMSREC_ADMIN_KEY";

    @Override
    public ProcessBuilder server() {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(), "serve", "--model", model.toString(), "--host", "127.0.0.1", "--port", "0"));
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of(ADMIN_KEY_VARIABLE, adminKey));
        return builder;
    }

    @Override
    public String readyPath() {
        return "/readyz";
    }

    @Override
    public int k() {
        return 20;
    }

    @Override
    public int leastBytes() {
        return 0;
    }
}
