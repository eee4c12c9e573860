package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.load.LoadPlan;
import io.github.dmsrec.bench.load.LoadReport;
import java.io.IOException;
import java.util.ArrayList;

/** A server and the generator that loads it. One run at a time. */
final class LoadedServer implements AutoCloseable {

    private final Subject subject;
    private final RunSettings settings;
    private final ServerProcess server;
    private final Generator generator;

    private LoadedServer(Subject subject, RunSettings settings, ServerProcess server, Generator generator) {
        this.subject = subject;
        this.settings = settings;
        this.server = server;
        this.generator = generator;
    }

    /** Starts a server and, once it is ready, a generator. Nothing is warm yet. */
    static LoadedServer start(Subject subject, RunSettings settings) throws IOException, InterruptedException {
        ProcessBuilder plain = subject.server();
        ProcessBuilder builder = new ProcessBuilder(settings.cores().pinServer(new ArrayList<>(plain.command())));
        builder.environment().putAll(plain.environment());
        ServerProcess server = ServerProcess.start(builder, subject.log(), subject.readyPath());
        try {
            return new LoadedServer(
                    subject,
                    settings,
                    server,
                    new Generator(
                            server.address(), subject.ids(), subject.k(), subject.leastBytes(), settings.cores()));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    Figure.Start startFigure() throws IOException {
        return new Figure.Start(
                subject.name(), subject.items(), settings.cores(), server.startSeconds(), server.figures());
    }

    ServerProcess server() {
        return server;
    }

    Generator generator() {
        return generator;
    }

    /** Runs until server and generator are compiled. */
    LoadReport warmUp() throws IOException {
        LoadReport report = generator.run(settings.warmUp());
        server.requireAlive(report);
        if (report.good() == 0) {
            throw new IllegalStateException("the server gave no good answer while it was warmed up: "
                    + report.answers().keySet() + " " + report.misses() + " " + report.failure());
        }
        return report;
    }

    /**
     * Carries out a plan.
     *
     * @param attempt counts runs at the same rate, from 1
     * @param searched whether the greatest rate is searched by it
     */
    Figure.Run run(LoadPlan plan, int attempt, boolean searched) throws IOException {
        double before = server.figures().processorSeconds();
        LoadReport report = generator.run(plan);
        server.requireAlive(report);
        return new Figure.Run(
                subject.name(),
                subject.items(),
                settings.cores(),
                attempt,
                searched,
                report,
                server.figures().since(before));
    }

    /** Ends the generator, then the server in its own way; its status. */
    int stop() throws IOException, InterruptedException {
        generator.close();
        return server.stop();
    }

    @Override
    public void close() throws IOException {
        generator.close();
        server.close();
    }
}
