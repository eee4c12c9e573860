package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dmsrec.bench.load.LoadReport;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Loads the served model anew, again and again, under load. */
final class Reloading {

    private static final int OK = 200;

    private final DmsrecSubject subject;
    private final RunSettings settings;
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    Reloading(DmsrecSubject subject, RunSettings settings) {
        this.subject = subject;
        this.settings = settings;
    }

    /**
     * Measures.
     *
     * @param interval seconds from one load to the next; the run is as long as all of them
     */
    Figure.Reloads measure(double rate, int reloads, double interval) throws IOException, InterruptedException {
        try (LoadedServer loaded = LoadedServer.start(subject, settings)) {
            loaded.warmUp();
            long begin = System.nanoTime();
            double length = interval * (reloads + 1);
            loaded.generator().begin(settings.lasting(length).plan(rate, 1));
            List<Double> millis = new ArrayList<>();
            List<Double> resident = new ArrayList<>();
            for (int reload = 1; reload <= reloads; reload++) {
                sleepUntil(begin + (long) (reload * interval * 1e9));
                millis.add(reload(loaded.server().address()));
                resident.add(loaded.server().figures().resident());
                say(
                        "%s: load %d took %.0f ms, %.0f MiB resident",
                        subject.name(), reload, millis.get(reload - 1), resident.get(reload - 1));
            }
            boolean allUnderLoad = System.nanoTime() - begin < length * 1e9;
            LoadReport report = loaded.generator().end();
            loaded.server().requireAlive(report);
            if (!allUnderLoad) {
                throw new UserMistakeException(
                        "The loads took longer than " + interval + " s each, so that the last had no load.",
                        "a longer --reload-interval leaves them time.");
            }
            double slope = Slope.ofSecondHalf(resident);
            say(
                    "%s: %d loads at %.0f req/s: p50 %s, p90 %s, p99 %s ms; %s; %d without a good answer; memory %.0f to %.0f"
                            + " MiB, %+.2f MiB a load over the second half",
                    subject.name(),
                    reloads,
                    rate,
                    RunLine.millis(report.due50()),
                    RunLine.millis(report.due90()),
                    RunLine.millis(report.due99()),
                    RunLine.outcomes(report),
                    report.failed(),
                    resident.get(0),
                    resident.get(reloads - 1),
                    slope);
            return new Figure.Reloads(
                    subject.name(), subject.items(), settings.cores(), report, millis, resident, slope);
        }
    }

    private static void sleepUntil(long time) throws InterruptedException {
        long left = time - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private double reload(InetSocketAddress server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://" + server.getHostString() + ":" + server.getPort() + "/admin/models/default:load"))
                .header("Authorization", "Bearer " + subject.adminKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        json.writeValueAsBytes(Map.of("path", subject.model().toString()))))
                .build();
        long begin = System.nanoTime();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IllegalStateException("the model cannot be loaded anew: " + response.body());
        }
        return (System.nanoTime() - begin) / 1e6;
    }
}
