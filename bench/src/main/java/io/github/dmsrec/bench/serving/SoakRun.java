package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.bench.load.LoadReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A long run at one rate, during which the server's memory is looked at. */
final class SoakRun {

    private static final int SAMPLE_SECONDS = 10;
    private static final int SAMPLES_AN_HOUR = 3600 / SAMPLE_SECONDS;

    private SoakRun() {}

    static Figure.SoakRun measure(Subject subject, RunSettings settings, double rate, double minutes)
            throws IOException, InterruptedException {
        try (LoadedServer loaded = LoadedServer.start(subject, settings)) {
            loaded.warmUp();
            double before = loaded.server().figures().processorSeconds();
            loaded.generator().begin(settings.lasting(60 * minutes).plan(rate, 1));
            List<Double> resident = new ArrayList<>();
            int samples = (int) (60 * minutes / SAMPLE_SECONDS);
            for (int sample = 0; sample < samples; sample++) {
                TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
                ServerFigures now = loaded.server().figures();
                resident.add(now.resident());
                if (sample % 6 == 5) {
                    say(
                            "%s: %d s, %.0f MiB resident, %.0f at most",
                            subject.name(), (sample + 1) * SAMPLE_SECONDS, now.resident(), now.peak());
                }
            }
            LoadReport report = loaded.generator().end();
            loaded.server().requireAlive(report);
            ServerFigures after = loaded.server().figures();
            double slope = Slope.ofSecondHalf(resident) * SAMPLES_AN_HOUR;
            say(
                    "%s: %.0f req/s for %.1f minutes: p50 %s, p90 %s, p99 %s, p99.9 %s ms; %s; %d without a good answer;"
                            + " memory %.0f to %.0f MiB, %+.1f MiB an hour over the second half",
                    subject.name(),
                    rate,
                    minutes,
                    RunLine.millis(report.due50()),
                    RunLine.millis(report.due90()),
                    RunLine.millis(report.due99()),
                    RunLine.millis(report.due999()),
                    RunLine.outcomes(report),
                    report.failed(),
                    resident.get(0),
                    resident.get(resident.size() - 1),
                    slope);
            return new Figure.SoakRun(
                    subject.name(), subject.items(), settings.cores(), report, resident, slope, after.since(before));
        }
    }
}
