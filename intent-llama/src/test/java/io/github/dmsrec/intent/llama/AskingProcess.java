package io.github.dmsrec.intent.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A program that asks a model until it is stopped. */
final class AskingProcess {

    /** The exit code of a process that ended after SIGTERM. */
    private static final int STOPPED = 143;

    private static final int MILLISECONDS_OF_ASKING = 200;
    private static final int MILLISECONDS_OF_WAITING = 20_000;

    private AskingProcess() {}

    /**
     * Asks.
     *
     * @param arguments the GGUF file
     */
    public static void main(String... arguments) {
        ChatEndpoint model = TestEndpoint.open(Path.of(arguments[0]), Map.of("num-ctx", "8192", "max-tokens", "1"));
        waitAtTheEndFor(Thread.currentThread());
        System.out.println("asking");
        try {
            // Long prompts that differ from their beginning on, so that the model computes nearly all the time.
            for (int i = 0; ; i++) {
                model.ask(i + " times:", "once upon a time ".repeat(250), AnswerFormat.TEXT, Optional.empty());
            }
        } catch (CancellationException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void waitAtTheEndFor(Thread asking) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                asking.join(MILLISECONDS_OF_WAITING);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    /** Stops it while the model computes: the question under way is given up, then the process ends as the signal asks. */
    static void assertEndsWhenStopped(Path model, Path folder) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AskingProcess.class.getName(),
                        model.toString())
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(told.readLine()).isEqualTo("asking");
            Thread.sleep(MILLISECONDS_OF_ASKING);
            process.toHandle().destroy();
            assertThat(told.lines()).containsExactly("the model was closed");
        }
        assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(STOPPED);
    }
}
