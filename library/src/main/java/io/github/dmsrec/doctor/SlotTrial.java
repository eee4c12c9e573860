package io.github.dmsrec.doctor;

import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds out with how many slots a model in the process answers most questions in a second. Slots share a pass over the
 * weights: on a GPU, or where memory is slow, that pays; where computing takes the time, it does not.
 */
final class SlotTrial {

    /** The numbers of slots that are tried. */
    static final List<Integer> SLOTS = List.of(1, 2, 4);

    /** As many for each number of slots, so that all of them are busy to the end. */
    private static final int QUESTIONS = 4;

    /** What more slots must gain to be worth their memory; less is noise. */
    private static final double GAIN = 1.1;

    private static final String SYSTEM =
            "You describe films. Say in one sentence, in plain words, what the film is about, who likes it and when.";

    /**
     * What was measured.
     *
     * @param slots questions at once
     * @param perSecond questions answered in a second, once each slot has read what the prompts share
     */
    record Rate(int slots, double perSecond) {}

    private SlotTrial() {}

    /**
     * Asks.
     *
     * @param open opens the model with a number of slots
     */
    static Check of(IntFunction<ChatEndpoint> open) {
        List<Rate> rates = new ArrayList<>();
        for (int slots : SLOTS) {
            try (ChatEndpoint model = open.apply(slots)) {
                rates.add(new Rate(slots, perSecond(model, slots)));
            }
        }
        String measured = rates.stream()
                .map(rate -> String.format(Locale.ROOT, "%.2f with %d", rate.perSecond(), rate.slots()))
                .collect(Collectors.joining(", "));
        return Check.ok("slots", "questions a second: " + measured + "; take --set slots=" + best(rates));
    }

    /** The fewest slots that no other number beats clearly. */
    static int best(List<Rate> rates) {
        Rate best = rates.get(0);
        for (Rate rate : rates) {
            if (rate.perSecond() >= GAIN * best.perSecond()) {
                best = rate;
            }
        }
        return best.slots();
    }

    private static double perSecond(ChatEndpoint model, int slots) {
        ask(model, slots, slots, "The film before number ");
        long begin = System.nanoTime();
        ask(model, slots, QUESTIONS, "The film number ");
        return QUESTIONS / ((System.nanoTime() - begin) / 1e9);
    }

    private static void ask(ChatEndpoint model, int atOnce, int questions, String film) {
        ExecutorService askers = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<?>> answers = IntStream.range(0, questions)
                    .<Future<?>>mapToObj(number ->
                            askers.submit(() -> model.ask(SYSTEM, film + number, AnswerFormat.TEXT, Optional.empty())))
                    .toList();
            for (Future<?> answer : answers) {
                answer.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a model was tried", e);
        } finally {
            askers.shutdownNow();
        }
    }
}
