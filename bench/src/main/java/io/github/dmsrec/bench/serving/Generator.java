package io.github.dmsrec.bench.serving;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dmsrec.bench.MeasuredProcess;
import io.github.dmsrec.bench.load.LoadPlan;
import io.github.dmsrec.bench.load.LoadProcess;
import io.github.dmsrec.bench.load.LoadReport;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The load generator in its process, warm from one run to the next. One run at a time. */
final class Generator implements AutoCloseable {

    private static final int HEAP = 256;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Process process;
    private final BufferedWriter plans;
    private final BufferedReader reports;

    /**
     * Starts it.
     *
     * @param ids a file of the ids to click on, the most popular first
     * @param leastBytes what shorter requests are filled up to
     */
    Generator(InetSocketAddress server, Path ids, int k, int leastBytes, Cores cores) throws IOException {
        List<String> arguments = List.of(
                "--host=" + server.getHostString(),
                "--port=" + server.getPort(),
                "--ids=" + ids,
                "--k=" + k,
                "--least-bytes=" + leastBytes);
        ProcessBuilder plain = MeasuredProcess.of(LoadProcess.class, HEAP, arguments);
        this.process = new ProcessBuilder(cores.pinGenerator(new ArrayList<>(plain.command())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.plans = process.outputWriter(StandardCharsets.UTF_8);
        this.reports = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Carries out a plan. */
    LoadReport run(LoadPlan plan) throws IOException {
        begin(plan);
        return end();
    }

    /** Begins to carry out a plan, while the caller does other things. */
    void begin(LoadPlan plan) throws IOException {
        plans.write(json.writeValueAsString(plan));
        plans.newLine();
        plans.flush();
    }

    /** Waits until the plan that was begun is carried out. */
    LoadReport end() throws IOException {
        String line = reports.readLine();
        if (line == null) {
            throw new IOException("the load generator ended");
        }
        return json.readValue(line, LoadReport.class);
    }

    @Override
    public void close() throws IOException {
        plans.close();
        process.destroy();
    }
}
