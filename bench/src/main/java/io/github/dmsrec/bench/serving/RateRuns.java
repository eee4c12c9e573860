package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.bench.ResultsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures a subject at set rates, and searches the greatest rate in time. What the file of results has is not measured again. */
final class RateRuns {

    private static final double SHARE_IN_TIME = 0.9;
    private static final double PRECISION = 0.05;
    private static final double LEAST_RATE = 1;
    private static final long PAUSE_MILLIS = 500;

    private final RunSettings given;
    private final RunSettings searching;
    private final ResultsFile<Figure> results;
    private final double mostRate;
    private final int attempts;

    /**
     * Runs.
     *
     * @param given how set rates are measured
     * @param searching how rates are tried; with the same cores
     * @param mostRate the greatest rate that is tried
     * @param attempts how many runs must fail before a rate counts as too much: other work on the machine makes runs worse,
     * never
     *     better
     */
    RateRuns(RunSettings given, RunSettings searching, ResultsFile<Figure> results, double mostRate, int attempts) {
        this.given = given;
        this.searching = searching;
        this.results = results;
        this.mostRate = mostRate;
        this.attempts = attempts;
    }

    /**
     * Measures.
     *
     * @param limits in milliseconds, for each of which the greatest rate is searched
     */
    void measure(Subject subject, List<Double> rates, List<Integer> limits) throws IOException, InterruptedException {
        if (isComplete(subject, rates, limits)) {
            say("%s, %,d items: measured before", subject.name(), subject.items());
            return;
        }
        try (LoadedServer loaded = LoadedServer.start(subject, given)) {
            results.add(loaded.startFigure());
            say(
                    "%s, %,d items: ready after %.2f s",
                    subject.name(), subject.items(), loaded.startFigure().seconds());
            loaded.warmUp();
            List<Figure.Run> runs = new ArrayList<>();
            for (double rate : rates) {
                runs.add(run(loaded, subject, given, rate, 1, false));
            }
            for (int limit : limits) {
                search(loaded, subject, runs, limit);
            }
            int status = loaded.stop();
            if (status != 0 && subject instanceof DmsrecSubject) {
                throw new IllegalStateException("the server ended with status " + status + " when it was asked to");
            }
        }
    }

    private boolean isComplete(Subject subject, List<Double> rates, List<Integer> limits) {
        return rates.stream().allMatch(rate -> known(subject, given, rate, 1).isPresent())
                && limits.stream().allMatch(limit -> results.all(
                                Figure.Greatest.class, found -> isOf(found, subject) && found.limit() == limit)
                        .findFirst()
                        .isPresent());
    }

    private boolean isOf(Figure figure, Subject subject) {
        return figure.subject().equals(subject.name())
                && figure.items() == subject.items()
                && figure.cores().equals(given.cores());
    }

    private Optional<Figure.Run> known(Subject subject, RunSettings settings, double rate, int attempt) {
        return results.all(
                        Figure.Run.class,
                        run -> isOf(run, subject)
                                && run.attempt() == attempt
                                && run.report().plan().equals(settings.plan(rate, attempt)))
                .findFirst();
    }

    private Figure.Run run(
            LoadedServer loaded, Subject subject, RunSettings settings, double rate, int attempt, boolean searched)
            throws IOException, InterruptedException {
        Optional<Figure.Run> known = known(subject, settings, rate, attempt);
        if (known.isPresent()) {
            return known.get();
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        Figure.Run run = loaded.run(settings.plan(rate, attempt), attempt, searched);
        results.add(run);
        say("%s", RunLine.of(run));
        return run;
    }

    private void search(LoadedServer loaded, Subject subject, List<Figure.Run> runs, int limit)
            throws IOException, InterruptedException {
        double guess = runs.stream()
                .filter(run -> isInTime(run, limit))
                .mapToDouble(run -> run.report().plan().rate())
                .max()
                .orElse(runs.get(0).report().plan().rate());
        double greatest = new RateSearch(LEAST_RATE, mostRate, PRECISION)
                .greatest(guess, rate -> isBorne(loaded, subject, rate, limit));
        results.add(new Figure.Greatest(subject.name(), subject.items(), given.cores(), limit, greatest));
        say("%s, %,d items: %.0f req/s with p90 within %d ms", subject.name(), subject.items(), greatest, limit);
    }

    private boolean isBorne(LoadedServer loaded, Subject subject, double rate, int limit)
            throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= attempts; attempt++) {
            if (isInTime(run(loaded, subject, searching, rate, attempt, true), limit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInTime(Figure.Run run, int limit) {
        return run.report().within().getOrDefault(Integer.toString(limit), 0.0) >= SHARE_IN_TIME;
    }
}
