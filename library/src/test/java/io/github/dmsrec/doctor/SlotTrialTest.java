package io.github.dmsrec.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.doctor.SlotTrial.Rate;
import io.github.dmsrec.intent.llm.ChatReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SlotTrialTest {

    @Test
    void moreSlotsAreTakenOnlyWhereTheyAreClearlyFaster() {
        assertThat(SlotTrial.best(List.of(new Rate(1, 0.50), new Rate(2, 0.54), new Rate(4, 0.54))))
                .isEqualTo(1);
        assertThat(SlotTrial.best(List.of(new Rate(1, 0.50), new Rate(2, 0.80), new Rate(4, 1.50))))
                .isEqualTo(4);
        assertThat(SlotTrial.best(List.of(new Rate(1, 0.50), new Rate(2, 0.80), new Rate(4, 0.85))))
                .isEqualTo(2);
    }

    @Test
    void eachNumberOfSlotsIsAskedSoManyQuestionsAtOnce() {
        List<Integer> opened = new ArrayList<>();
        Check check = SlotTrial.of(slots -> {
            opened.add(slots);
            CyclicBarrier together = new CyclicBarrier(slots);
            return (system, user, format, schema) -> {
                try {
                    together.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("fewer than " + slots + " questions at once", e);
                }
                return new ChatReply("A film.", 10, 3, "stop");
            };
        });
        assertThat(opened).containsExactly(1, 2, 4);
        assertThat(check.status()).isEqualTo(Check.Status.OK);
        assertThat(check.finding()).contains("with 1, ", "with 2, ", "with 4; take --set slots=");
    }

    @Test
    void whatTheModelSaysOfItsMemoryIsPassedOn() {
        assertThatThrownBy(() -> SlotTrial.of(slots -> {
                    throw new UserMistakeException("'m.gguf' needs 9.0 GiB.", "Lower num-ctx or slots.");
                }))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("needs 9.0 GiB");
    }
}
