package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.bench.http.HttpLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What HTTP alone costs with each library: the same requests, answers and rates. */
final class HttpComparison {

    private static final int ITEMS = 12_101;
    private static final int REQUEST_BYTES = 150;

    private final Path work;
    private final RunSettings settings;
    private final ResultsFile<Figure> results;

    HttpComparison(Path work, RunSettings settings, ResultsFile<Figure> results) {
        this.work = work;
        this.settings = settings;
        this.results = results;
    }

    /** Measures what the file of results has not. */
    void measure(List<HttpLibrary> libraries, List<Double> rates, int rounds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (HttpLibrary library : libraries) {
                Subject subject = subject(library);
                if (!isMeasured(subject, rates, round)) {
                    measure(subject, rates, round);
                }
            }
        }
    }

    EmptySubject subject(HttpLibrary library) {
        return new EmptySubject(library, "empty handler, " + library.title(), ITEMS, work, REQUEST_BYTES);
    }

    private boolean isMeasured(Subject subject, List<Double> rates, int round) {
        return rates.stream().allMatch(rate -> results.all(
                        Figure.Run.class,
                        run -> run.subject().equals(subject.name())
                                && run.report().plan().equals(settings.plan(rate, round))
                                && run.cores().equals(settings.cores())
                                && run.attempt() == round)
                .findFirst()
                .isPresent());
    }

    private void measure(Subject subject, List<Double> rates, int round) throws IOException, InterruptedException {
        try (LoadedServer loaded = LoadedServer.start(subject, settings)) {
            results.add(loaded.startFigure());
            loaded.warmUp();
            for (double rate : rates) {
                Figure.Run run = loaded.run(settings.plan(rate, round), round, false);
                results.add(run);
                say("%s", RunLine.of(run));
            }
        }
    }
}
