package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small logs of the kinds that users have, by the commands that users type. */
class FieldCasesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path out() {
        return folder.resolve("out");
    }

    private static String file(String name) {
        return SharedMaterial.require("cases/" + name).toString();
    }

    private Terminal.Result importing(String... words) {
        List<String> all = new ArrayList<>(List.of("import"));
        all.addAll(List.of(words));
        all.addAll(List.of("--out", out().toString()));
        return Terminal.run(all.toArray(String[]::new));
    }

    private Terminal.Result session(String name, String... more) {
        List<String> all =
                new ArrayList<>(List.of("csv", file(name), "--session", "session", "--item", "item", "--time", "time"));
        all.addAll(List.of(more));
        return importing(all.toArray(String[]::new));
    }

    private void refused(Terminal.Result result, String... told) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(told);
        assertThat(out()).doesNotExist();
    }

    private void imported(Terminal.Result result, int sessions, int clicks) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(DatasetFolder.read(out()).allSessions().size()).isEqualTo(sessions);
        assertThat(DatasetFolder.read(out()).allSessions().clicks()).isEqualTo(clicks);
    }

    private Terminal.Result shop(String items) {
        return importing(
                "csv",
                file("shop_clicks.csv"),
                "--session",
                "visit",
                "--item",
                "sku",
                "--time",
                "at",
                "--items",
                file(items),
                "--item-id",
                "sku",
                "--title",
                "name");
    }

    @Test
    void aPlainShopTellsItsLinesAndItsTimes() {
        Terminal.Result result = shop("shop_products.csv");

        imported(result, 300, 1690);
        assertThat(result.out())
                .contains("1,691", "clicks read", "times: 2019-10-01T00:04:21Z to 2019-10-20T22:36:35Z, 19.9 days")
                .contains("0 of 270 sessions of training and validation end later");
    }

    @Test
    void idsThatBecameFractionsAreRefused() {
        refused(
                shop("shop_products_float.csv"),
                "of 42 clicked items 0 have a line there",
                "'1175', '1176', '1177'",
                "'1175.0', '1176.0', '1177.0'",
                "differ in '.0' at the end");
    }

    @Test
    void anOlderLogThatJoinsTellsWhatItDoesToTheSplit() throws IOException {
        imported(shop("shop_products.csv"), 300, 1690);
        Path joined = folder.resolve("joined");

        Terminal.Result result =
                Terminal.run("dataset", "append", out().toString(), file("shop_aug.csv"), "--out", joined.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("older than the data set", "300 of 408 sessions of training and validation", "--resplit");
        String leaks = new ObjectMapper()
                .readTree(Files.readString(joined.resolve("manifest.json")))
                .findPath(DatasetFolder.LEAKS)
                .asText();
        assertThat(leaks)
                .startsWith("300 of 408 sessions of training and validation end later than the first of the test")
                .doesNotContain("learn from no session");
    }

    @Test
    void oddTimesAreRefused() {
        refused(
                session("mix_late.csv"),
                "line 878, column 'time': '1570752091'",
                "Write one unit throughout",
                "785 of 1,661");
        refused(
                importing("csv", file("shop_clicks.csv"), "--session", "visit", "--item", "sku", "--time", "sku"),
                "column 'sku' is not a clock",
                "line 2 '1204'");
        imported(session("mix_late.csv", "--allow-odd-times"), 300, 1661);
    }

    @Test
    @Tag("slow")
    void scientificNotationIsRead() {
        imported(session("sci.csv"), 300, 1661);
        Terminal.Result coarse = importing("recbole", file("rb3"));
        assertThat(coarse.exitCode()).as(coarse.err()).isZero();
        assertThat(coarse.err()).contains("clicks within 10,000 s have one time");
    }

    @Test
    void quotesThatSwallowLinesAreRefused() {
        String[] words = {"csv", file("swallow.tsv"), "--session", "visit", "--item", "sku", "--time", "at"};

        refused(importing(words), "swallow.tsv' line 101: a value in double quotes begins there", "300 line breaks");
        List<String> unquoted = new ArrayList<>(List.of(words));
        unquoted.add("--no-quotes");
        imported(importing(unquoted.toArray(String[]::new)), 100, 548);
    }

    @Test
    @Tag("slow")
    void idsThatAreUsedAgainAreFoundAndCut() {
        imported(session("reused.csv"), 30, 1661);

        Terminal.Result check = Terminal.run("dataset", "check", out().toString(), "--fail-on", "stop");

        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out())
                .contains("session-duration", "session-pauses", "ids-come-back", "30 of 30", "--gap 30m", "--session");
        imported(session("reused.csv", "--gap", "30m"), 300, 1661);
    }

    @Test
    void theMostFrequentTitleCounts() {
        Terminal.Result result = session("title_conflict.csv", "--title", "name");

        imported(result, 200, 1122);
        assertThat(result.err()).contains("30 items have several titles, 60 in all");
        assertThat(DatasetFolder.read(out()).catalogue().title(0)).startsWith("Real name");
    }

    @Test
    @Tag("slow")
    void linesWithoutACustomerCanBeLeftOut() {
        List<String> words = new ArrayList<>(List.of(
                "csv",
                file("online_retail_like.csv"),
                "--user",
                "CustomerID",
                "--item",
                "StockCode",
                "--time",
                "InvoiceDate",
                "--time-format",
                "%m/%d/%Y %H:%M",
                "--title",
                "Description"));

        refused(importing(words.toArray(String[]::new)), "line 2, column 'CustomerID'", "--drop-missing CustomerID");
        words.addAll(List.of("--drop-missing", "CustomerID"));
        Terminal.Result result = importing(words.toArray(String[]::new));

        imported(result, 203, 1138);
        assertThat(result.out()).contains("without a value of 'CustomerID'").contains("-361");
    }

    @Test
    @Tag("slow")
    void nestedEventsAreRead() {
        Terminal.Result result =
                importing("json", file("otto.jsonl"), "--session", "session", "--item", "aid", "--time", "ts");

        imported(result, 300, 1661);
        assertThat(result.out()).contains("+1,361");
    }

    @Test
    void dividedFilesKeepTheirSplit() {
        Terminal.Result result = importing("recbole", file("rb1"));

        imported(result, 300, 1661);
        assertThat(DatasetFolder.read(out()).sessions(Split.TEST).size()).isEqualTo(30);
        assertThat(DatasetFolder.read(out()).examples(Split.TRAIN).size()).isEqualTo(1098);
    }

    @Test
    @Tag("slow")
    void titlesAreThoseOfTheLocale() {
        imported(importing("amazon-m2", file("m2"), "--events", "JP"), 100, 548);

        assertThat(DatasetFolder.read(out()).catalogue().items())
                .allMatch(item -> item.title().startsWith("JP "));
    }
}
