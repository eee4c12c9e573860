package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionPredictorTest {

    @Test
    void theAnswersAreThoseOfAFile(@TempDir Path folder) throws IOException {
        List<List<String>> sessions = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int s = 0; s < 600; s++) {
            List<String> items = s == 300 ? List.of("nobody") : List.of("10" + (10 + s % 40), "1001", "none");
            sessions.add(items);
            lines.append("{\"session\": " + s + ", \"items\": [\"" + String.join("\", \"", items) + "\"]}\n");
        }
        Path file = Files.writeString(folder.resolve("sessions.jsonl"), lines);
        Model model = Model.load(GoldenFolders.v1("vs-knn"));
        PredictionOptions options = PredictionOptions.USUAL.k(5).threads(1);
        Path out = folder.resolve("out.tsv");
        model.predict(file, out, options);
        List<String> expected = Files.readAllLines(out).subList(1, 601);

        try (SessionPredictor predictor = model.openPredictor(options)) {
            List<SessionPredictor.Answer> answers = predictor.predict(sessions);
            assertThat(answers).hasSize(600);
            for (int s = 0; s < 600; s++) {
                SessionPredictor.Answer answer = answers.get(s);
                List<String> scores = new ArrayList<>();
                for (float score : answer.scores()) {
                    scores.add(String.valueOf(score));
                }
                assertThat(expected.get(s))
                        .startsWith(s + "\t" + String.join(",", answer.items()) + "\t" + String.join(",", scores) + "\t"
                                + answer.unknown());
                assertThat(answer.fallback()).isEqualTo(s == 300);
            }
            assertThat(predictor.predict(List.of())).isEmpty();
            assertThatThrownBy(() -> predictor.predict(List.of(List.of())))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("A session has no items.");
            assertThatThrownBy(() -> predictor.predict(List.of(Collections.nCopies(10_001, "1001"))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("A session has 10001 clicks; at most 10000 are accepted.");
        }
    }
}
