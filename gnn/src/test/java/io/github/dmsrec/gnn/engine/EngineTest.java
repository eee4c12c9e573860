package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
        Engine.configure(1);
    }

    @Test
    void everyThreadTakesTheThreadsThatWereConfiguredLast() throws Exception {
        for (int threads : new int[] {2, 1, 3}) {
            Engine.configure(threads);

            assertThat(other.submit(EngineTest::threadsInAScope).get()).isEqualTo(threads);
            assertThat(threadsInAScope()).isEqualTo(threads);
        }
    }

    private static int threadsInAScope() {
        try (Scope scope = Scope.inference()) {
            return torch.get_num_threads();
        }
    }

    @Test
    void recordingByOneThreadIsNotSeenByAnother() throws Exception {
        Callable<Boolean> needsGradient = () -> {
            try (Scope scope = Scope.inference()) {
                return Tensor.ones(Precision.FLOAT, 2)
                        .handle()
                        .set_requires_grad(true)
                        .mul(new org.bytedeco.pytorch.Scalar(2.0))
                        .requires_grad();
            }
        };
        try (Scope scope = Scope.recording()) {
            assertThat(other.submit(needsGradient).get()).isFalse();
        }
    }

    @Test
    void passesThatUseAllProcessorsWaitForEachOther() throws Exception {
        Engine.configure(Runtime.getRuntime().availableProcessors());
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> waiting;
        try (Engine.Turn turn = Engine.takeTurn()) {
            waiting = other.submit(() -> {
                begun.countDown();
                Engine.takeTurn().close();
            });
            begun.await();
            boolean waits = false;
            try {
                waiting.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                waits = true;
            }
            assertThat(waits).isTrue();
        }
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void passesOfOneThreadRunSideBySide() throws Exception {
        Engine.configure(1);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            try (Engine.Turn turn = Engine.takeTurn()) {
                other.submit(() -> Engine.takeTurn().close()).get(10, TimeUnit.SECONDS);
            }
        }
    }
}
