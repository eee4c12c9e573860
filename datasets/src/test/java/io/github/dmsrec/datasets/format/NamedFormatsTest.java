package io.github.dmsrec.datasets.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.imports.Imported;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quirks of known formats, on files made here. */
class NamedFormatsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void amazonsPythonLiteralsGiveTitles() throws IOException {
        StringBuilder reviews = new StringBuilder();
        for (int user = 0; user < 30; user++) {
            for (int click = 0; click < 4; click++) {
                reviews.append("{\"reviewerID\": \"U")
                        .append(user)
                        .append("\", \"asin\": \"B")
                        .append((user + click) % 5)
                        .append("\", \"reviewText\": \"so \\\"good\\\"\\n\", \"helpful\": [0, 1], \"overall\": 5.0,"
                                + " \"unixReviewTime\": ")
                        .append(1_400_000_000L + user * 86_400L + click)
                        .append("}\n");
            }
        }
        gzip("reviews_Toys_5.json.gz", reviews.toString());
        gzip(
                "meta_Toys.json.gz",
                """
                {'asin': 'B0', 'title': 'Mum&#39;s &quot;Soap&quot; &amp;amp; Oil', 'price': 3.5, 'related': {'also_viewed': ['B1', u'B2']}}
                {'asin': 'B1', 'title': "Rock 'n' Roll\\tset", 'categories': [['Toys', 'Music \\'n\\' more'], ['Else']], 'brand': None}
                {'asin': 'B2', 'description': "no title, but a \\u00e9 and \\xe9 and \\\\ here", 'salesRank': {}}
                {"asin": "B3", "title": "", "imUrl": 'http://x/\\'1.jpg', 'known': True, 'other': -1.5e-3}
                {'asin': 'B9', 'title': 'Never clicked'}
                """);

        Datasets.importer().format("amazon-2014", folder).write(folder.resolve("out"), origin());

        SessionDataset dataset = DatasetFolder.read(folder.resolve("out"));
        assertThat(dataset.allSessions().size()).isEqualTo(30);
        assertThat(dataset.allSessions().id(0)).isEqualTo("U0");
        assertThat(dataset.catalogue().items().stream().map(Item::title))
                .containsExactly("Mum's \"Soap\" & Oil", "Rock 'n' Roll set", "", "", "");
        assertThat(dataset.catalogue().item(1).attributes()).isEqualTo(Map.of("categories", "Toys > Music 'n' more"));
        assertThat(dataset.catalogue().item(2).attributes())
                .isEqualTo(Map.of("description", "no title, but a \u00e9 and \u00e9 and \\ here"));
    }

    @Test
    void recBolesTypedHeadersAreColumns() throws IOException {
        StringBuilder clicks = new StringBuilder("session_id:token\titem_id:token\ttimestamp:float\n");
        for (int session = 0; session < 40; session++) {
            for (int click = 0; click < 3; click++) {
                clicks.append(session)
                        .append('\t')
                        .append((session + click) % 6)
                        .append('\t')
                        .append(1_500_001_000L + session * 10L + click)
                        .append(".5\n");
            }
        }
        Files.writeString(folder.resolve("shop.inter"), clicks);
        Files.writeString(
                folder.resolve("shop.item"),
                "item_id:token\tmovie_title:token_seq\tgenre:token_seq\tyear:float\n0\tThe"
                        + " \"Soap\tDrama\t1999\n1\tOil\t\t2000\n");

        Datasets.importer().format("recbole", folder).allowUnmatchedItems(true).write(folder.resolve("out"), origin());

        SessionDataset dataset = DatasetFolder.read(folder.resolve("out"));
        assertThat(dataset.allSessions().size()).isEqualTo(40);
        assertThat(dataset.allSessions().time(0)).isEqualTo(1_500_001_002.5);
        assertThat(dataset.catalogue().item(0))
                .isEqualTo(new Item("0", "The \"Soap", Map.of("genre:token_seq", "Drama")));
        assertThat(dataset.catalogue().item(1).attributes()).isEmpty();
        assertThat(dataset.catalogue().title(5)).isEmpty();
    }

    @Test
    void anotherColumnOfRecBoleCanBeTheTitle() throws IOException {
        StringBuilder clicks = new StringBuilder("session_id:token\titem_id:token\ttimestamp:float\n");
        for (int click = 0; click < 120; click++) {
            clicks.append(click / 3 + "\t" + click % 2 + "\t" + (1_500_000_000L + 60L * click) + "\n");
        }
        Files.writeString(folder.resolve("shop.inter"), clicks);
        Files.writeString(
                folder.resolve("shop.item"),
                "item_id:token\theadline:token_seq\tname:token_seq\n0\tSoap\tx\n1\tOil\ty\n");

        Datasets.importer().format("recbole", folder).itemTitle("headline").write(folder.resolve("out"), origin());

        assertThat(DatasetFolder.read(folder.resolve("out")).catalogue().items())
                .containsExactly(new Item("0", "Soap", Map.of()), new Item("1", "Oil", Map.of()));
    }

    /** Rows of three files; lists that were cut at their beginning are sessions of their own. */
    @Test
    void recBolesDividedFilesKeepTheirSplitAndTheirRows() throws IOException {
        String header = "item_id:token\tuser_id:token\titem_id_list:token_seq\tlength:float\n";
        Files.writeString(
                folder.resolve("x.train.inter"), header + "b\tu1\ta\t1\nc\tu1\ta b\t2\n\ne\tu1\tc d\t2\nb\tu2\ta\t1\n");
        Files.writeString(folder.resolve("x.valid.inter"), header + "d\tu3\ta b c\t3\n");
        Files.writeString(folder.resolve("x.test.inter"), header + "f\tu4\ta b\t2\nb\tu4\ta\t1\n");
        Files.writeString(folder.resolve("x.item"), "item_id:token\ttitle:token_seq\na\tA\nb\tB\nc\tC\nf\tF\n");

        Imported imported = Datasets.importer().format("recbole", folder).write(folder.resolve("out"), origin());

        SessionDataset dataset = DatasetFolder.read(folder.resolve("out"));
        Examples train = dataset.examples(Split.TRAIN);
        assertThat(train.size()).isEqualTo(4);
        assertThat(train.sessions().size()).isEqualTo(3);
        assertThat(train.sessions().items(0)).containsExactly(0, 1, 2);
        assertThat(train.sessions().items(1)).containsExactly(2, 3, 4);
        assertThat(train.items(2)).containsExactly(2, 3);
        assertThat(dataset.examples(Split.VALIDATION).size()).isEqualTo(1);
        assertThat(dataset.examples(Split.VALIDATION).length(0)).isEqualTo(3);
        assertThat(dataset.examples(Split.TEST).target(0)).isEqualTo(5);
        assertThat(dataset.catalogue().title(5)).isEqualTo("F");
        assertThat(imported.lines().records()).isEqualTo(3 + 3 + 2 + 4 + 3);
    }

    @Test
    void aDividedFileThatIsMissingOrCutIsRefused() throws IOException {
        String header = "session_id:token\titem_id_list:token_seq\titem_id:token\n";
        Files.writeString(folder.resolve("x.train.inter"), header + "1\ta b\tc\n");
        assertThatThrownBy(() -> Datasets.importer().format("recbole", folder))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("none *.valid.inter");
        Files.writeString(folder.resolve("x.valid.inter"), header + "2\ta b\tc\n");
        Files.writeString(folder.resolve("x.test.inter"), header + "3\ta b\tc\n4\ta\t\n");
        assertThatThrownBy(() -> Datasets.importer().format("recbole", folder).write(folder.resolve("out"), origin()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("x.test.inter' line 3, column 'item_id': '' is empty");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'a'}",
                "{'a': }",
                "{'a': 1} x",
                "{'a': [1, 2}",
                "{'a': 'b}",
                "{'a': 'b\\",
                "{'a': open('f')}",
                "{'a': b}",
                "{'a': 1,, 'b': 2}",
                "['a']",
                "{'a': '\\u12'}"
            })
    void whatIsNoDictionaryIsRefused(String text) {
        assertThatThrownBy(() -> PythonLiteral.dictionary(text)).isInstanceOf(PythonLiteral.Malformed.class);
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> PythonLiteral.dictionary("{'a': " + "[".repeat(1_000_000)))
                .isInstanceOf(PythonLiteral.Malformed.class)
                .hasMessageContaining("nested too deeply");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a &amp; b|a & b",
                "&#233;|\u00e9",
                "&#xE9;|\u00e9",
                "&unknown; &|&unknown; &",
                "&amp;lt;|<",
                "&#0;x|&#0;x"
            })
    void entitiesBecomeCharacters(String text, String expected) {
        assertThat(HtmlEntities.unescaped(text)).isEqualTo(expected);
    }

    @Test
    void theOtherLogsAreReadByTheirNames() throws IOException {
        StringBuilder yoochoose = new StringBuilder();
        StringBuilder retail = new StringBuilder("timestamp,visitorid,event,itemid,transactionid\n");
        StringBuilder diginetica = new StringBuilder("sessionId;userId;itemId;timeframe;eventdate\n");
        for (int session = 0; session < 30; session++) {
            for (int click = 2; click >= 0; click--) {
                int item = 100 + (session + click) % 5;
                String day = "2014-04-" + (session + 1 < 10 ? "0" : "") + (session + 1);
                yoochoose
                        .append(session + ",")
                        .append(day)
                        .append("T10:51:0")
                        .append(click)
                        .append(".277Z,")
                        .append(item)
                        .append(",S\n");
                retail.append(1_400_000_000_000L + session * 3_600_000L + click)
                        .append(",7,view,")
                        .append(item)
                        .append(",\n");
                diginetica
                        .append(session + ";NA;")
                        .append(item)
                        .append(';')
                        .append(click * 1000)
                        .append(';')
                        .append(day)
                        .append('\n');
            }
            retail.append(1_400_000_000_000L + session * 3_600_000L).append(",7,transaction,100,5\n");
        }
        Files.writeString(folder.resolve("yoochoose-clicks.dat"), yoochoose);
        Files.writeString(folder.resolve("events.csv"), retail);
        Files.writeString(folder.resolve("train-item-views.csv"), diginetica);

        assertThat(first("yoochoose").time(0, 2)).isEqualTo(1_396_349_462.277);
        assertThat(first("retailrocket").time(0, 2)).isEqualTo(1_400_000_000.002);
        assertThat(first("diginetica").time(0, 2)).isEqualTo(1_396_310_402.0);
    }

    private Sessions first(String format) throws IOException {
        Datasets.importer().format(format, folder).write(folder.resolve(format), origin());
        Sessions sessions = DatasetFolder.read(folder.resolve(format)).allSessions();
        assertThat(sessions.size()).isEqualTo(30);
        assertThat(sessions.items(0)).containsExactly(0, 1, 2);
        return sessions;
    }

    @Test
    void sessionsOfTheKddCupGoOverSeveralLinesAndHaveALocale() throws IOException {
        StringBuilder sessions = new StringBuilder("prev_items,next_item,locale\n");
        for (int session = 0; session < 60; session++) {
            sessions.append(session % 2 == 0 ? "\"['B1' 'B2'\n 'B3']\",B1,UK\n" : "['B4'],B5,DE\n");
        }
        Files.writeString(folder.resolve("sessions_train.csv"), sessions);
        Files.writeString(
                folder.resolve("products_train.csv"),
                """
                id,locale,title,price,brand,color,size,model,material,author,desc
                B1,UK,"A pan, ""large""\nwith lid",1.0,Pans,red,,,,,fries
                B1,DE,Eine Pfanne,1.0,Pans,rot,,,,,
                """);

        Datasets.importer()
                .format("amazon-m2", folder)
                .allowUnmatchedItems(true)
                .filters(Filters.DEFAULT.withEvents(List.of("UK")))
                .write(folder.resolve("made"), origin());

        SessionDataset dataset = DatasetFolder.read(folder.resolve("made"));
        assertThat(dataset.allSessions().size()).isEqualTo(30);
        assertThat(dataset.allSessions().items(0)).containsExactly(0, 1, 2, 0);
        assertThat(dataset.catalogue().title(0)).contains("A pan, \"large\"").doesNotContain("Pfanne");
        assertThat(dataset.catalogue().item(0).attributes()).containsEntry("brand", "Pans");
    }

    @Test
    void aCutSessionOfTheKddCupIsRefusedWithItsLine() throws IOException {
        Files.writeString(folder.resolve("products_train.csv"), "id,locale,title,brand,color,desc\nB1,UK,a,b,c,d\n");
        Files.writeString(
                folder.resolve("sessions_train.csv"),
                "prev_items,next_item,locale\n\"['B1'\n 'B2']\",B3,UK\n\"['B1' 'B2'\n");
        assertThatThrownBy(
                        () -> Datasets.importer().format("amazon-m2", folder).write(folder.resolve("made"), origin()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("sessions_train.csv' line 4 is not a session");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    /** As session-rec: test clicks on new items go, then test sessions of one click; validation may have new items. */
    @Test
    void unseenItemsOfTheTestCanBeDropped() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time\n");
        for (int session = 0; session < 20; session++) {
            String last = session == 18 ? "new" : session == 19 ? "newer" : "b";
            log.append(session)
                    .append(",a,")
                    .append(1_500_000_001L + session * 10L)
                    .append('\n');
            log.append(session)
                    .append(',')
                    .append(last)
                    .append(',')
                    .append(1_500_000_002L + session * 10L)
                    .append('\n');
            if (session == 19) {
                log.append("19,b,1500000193\n");
            }
        }
        Files.writeString(folder.resolve("log.csv"), log);
        Imported imported = Datasets.importer()
                .csv(folder.resolve("log.csv").toString())
                .session("session")
                .item("item")
                .time("time")
                .filters(Filters.DEFAULT.withMinItemSupport(1))
                .split(new Splitting.ByTime(Shares.TENTHS))
                .dropUnseenItems(true)
                .write(folder.resolve("out"), origin());

        SessionDataset dataset = DatasetFolder.read(folder.resolve("out"));
        assertThat(dataset.catalogue().items().stream().map(Item::id)).containsExactly("a", "b");
        assertThat(dataset.sessions(Split.TEST).size()).isEqualTo(1);
        assertThat(dataset.sessions(Split.TEST).items(0)).containsExactly(0, 1);
        FilterCount last = imported.filters().get(imported.filters().size() - 1);
        assertThat(last.clicks()).isEqualTo(3);
        assertThat(last.sessions()).isEqualTo(1);
    }

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Origin origin() {
        return Origin.of("named", "test", 1, 2);
    }

    /** The type of the column tells that its items are a list; a line is a session then. */
    @ParameterizedTest
    @ValueSource(strings = {"session_id:token\titem_id_list:token_seq", "user_id:token\titem_id:token_seq"})
    void aColumnOfRecBoleMayBeAListOfItems(String header) throws IOException {
        StringBuilder lines = new StringBuilder(header + "\ttimestamp:float\n");
        for (int line = 0; line < 40; line++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "v%d\t%d %d %d\t%d%n",
                    line,
                    line % 7,
                    (line + 1) % 7,
                    (line + 2) % 7,
                    1_600_000_000 + line));
        }
        Files.writeString(folder.resolve("x.inter"), lines);

        Imported imported = Datasets.importer()
                .format("recbole", folder)
                .filters(Filters.DEFAULT.withMinItemSupport(1))
                .write(folder.resolve("out"), origin());

        Sessions all = DatasetFolder.read(folder.resolve("out")).allSessions();
        assertThat(all.size()).isEqualTo(40);
        assertThat(all.items(9)).containsExactly(2, 3, 4);
        assertThat(imported.lines().total()).isEqualTo(41);
        assertThat(imported.lines().records()).isEqualTo(120);
    }
}
