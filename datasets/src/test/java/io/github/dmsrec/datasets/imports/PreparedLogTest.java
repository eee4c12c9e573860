package io.github.dmsrec.datasets.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedLogTest {

    @Test
    void nothingIsFilteredAgainAndWhatWasDoneElsewhereIsRecorded(@TempDir Path folder) throws IOException {
        StringBuilder lines = new StringBuilder("session,user,item,time\n");
        for (int s = 0; s < 40; s++) {
            // Each item has two clicks, fewer than the usual filter wants.
            lines.append("u" + s + "-1,u" + s + ",a" + s / 2 + "," + (1_400_000_000 + 100 * s) + "\n");
            lines.append("u" + s + "-1,u" + s + ",b" + s / 2 + "," + (1_400_000_001 + 100 * s) + "\n");
        }
        Path log = Files.writeString(folder.resolve("log.csv"), lines);
        PreparedLog prepared = new PreparedLog(
                "lake",
                new SessionRule.Gap(Duration.ofMinutes(30)),
                Filters.DEFAULT,
                List.of(new FilterCount("read", 0, 0, 95, 0, 50), new FilterCount("sessions made", 15, 0, 80, 40, 40)));

        ArtefactFolder made = Datasets.importer()
                .csv(log.toString())
                .session("session")
                .user("user")
                .item("item")
                .time("time")
                .prepared(prepared)
                .write(folder.resolve("data"), Origin.of("shop", "a test", 1, 1))
                .folders()
                .get(0);

        JsonNode facts = made.manifest().facts();
        assertThat(facts.path("statistics").path("items").asInt()).isEqualTo(40);
        assertThat(facts.path("format").asText()).isEqualTo("lake");
        assertThat(facts.path("sessionRule").asText())
                .isEqualTo("a pause of more than 1800 s opens a session of the user");
        assertThat(facts.path("filters").findValuesAsText("clicksLeft")).containsExactly("95", "80");
        assertThat(facts.path("lines").path("records").asLong()).isEqualTo(95);
        assertThat(made.manifest().options()).containsEntry("min-item-support", "5");
        assertThat(made.manifest().inputs()).isEmpty();
    }
}
