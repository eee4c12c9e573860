package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.ModelServer;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, on the real server with small models: looked at, clicked and typed into. */
@EnabledIf(
        value = "io.github.dmsrec.server.PageBrowser#isThere",
        disabledReason = "The page is not tested: there is no Chromium with chromedriver in PATH"
                + " (Debian: apt install chromium chromium-driver).")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

    private static final String KEY = "a key for the test of the page";
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final List<String> expectedInConsole = new ArrayList<>();
    private Dmsrec dmsrec;
    private ModelServer server;
    private ModelServer guarded;
    private PageBrowser browser;
    private ShopPage page;
    private List<String> popular;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        dmsrec = Dmsrec.builder().threads(1).seed(7).build();
        HostileShop shop = HostileShop.train(dmsrec, folder);
        ServerOptions options = ServerOptions.of(List.of(
                        ServedModel.of(ServedModel.DEFAULT, shop.fused()),
                        ServedModel.of("neighbours", shop.neighbours())))
                .port(0)
                .warmUpSessions(0);
        server = dmsrec.serve(options);
        guarded = dmsrec.serve(options.keys(new ServerOptions.Keys(KEY, null)));
        browser = PageBrowser.start();
        page = new ShopPage(browser, server.address());
        popular = page.popular();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {browser, server, guarded, dmsrec}) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @BeforeEach
    void wideAndLight() {
        expectedInConsole.clear();
        browser.looks(1280, "light");
    }

    /** Whatever a test does: no error, no violation of the content security policy, no request to another host. */
    @AfterEach
    void nothingWentWrongUnseen() {
        assertThat(browser.console())
                .allSatisfy(line -> assertThat(expectedInConsole).anyMatch(line::contains));
        Set<String> hosts = browser.requested().stream()
                .filter(address -> address.getScheme().startsWith("http"))
                .map(URI::getAuthority)
                .collect(Collectors.toSet());
        assertThat(Set.of(server.address().getAuthority(), guarded.address().getAuthority()))
                .containsAll(hosts);
    }

    @Test
    @Tag("slow")
    void itBeginsWithPopularItems() {
        page.open();
        assertThat(browser.all(".card")).hasSize(popular.size());
        assertThat(browser.text(".card")).contains(HostileShop.MARKUP).contains("clicks");
        browser.click("#example");
        page.awaitAll();
        assertThat(page.clicks()).isEqualTo(popular.subList(0, 3));
        assertThat(browser.all("#clicks .click")).hasSize(3);
        assertThat(browser.all(ShopPage.ITEMS)).hasSize(10);
        browser.back();
        browser.await("popular items again", () -> browser.shows(".card"));
    }

    @Test
    @Tag("slow")
    void anItemIsFoundWithTheKeyboardAlone() throws IOException, InterruptedException {
        String lamp = page.get("v1/items?query=lamp&k=8")
                .path("items")
                .path(0)
                .path("id")
                .asText();
        page.open();
        browser.tabTo("#search", 6);
        browser.type("lam");
        browser.await("matches", () -> browser.all("#matches [role=option]").size() > 2);
        WebElement search = browser.find("#search");
        assertThat(search.getDomAttribute("aria-expanded")).isEqualTo("true");
        assertThat(search.getDomAttribute("aria-activedescendant")).isEqualTo("match-0");
        browser.type(Keys.ARROW_DOWN);
        assertThat(search.getDomAttribute("aria-activedescendant")).isEqualTo("match-1");
        browser.type(Keys.ARROW_UP, Keys.ARROW_UP);
        assertThat(browser.text("#matches [aria-selected=true]")).contains("Add the id", "lam");
        browser.type(Keys.ESCAPE);
        assertThat(browser.shows("#matches")).isFalse();
        assertThat(search.getDomProperty("value")).isEqualTo("lam");
        browser.type("p");
        browser.await("matches again", () -> browser.shows("#matches [aria-selected=true]"));
        browser.type(Keys.ENTER);
        page.awaitAll();
        assertThat(page.clicks()).containsExactly(lamp);
        assertThat(browser.focused()).isEqualTo(search);
        assertThat(search.getDomProperty("value")).isEmpty();
        // From the search to the first recommended item, and on with it.
        browser.await("recommendations", () -> browser.shows(ShopPage.ITEMS));
        browser.tabTo(ShopPage.ITEMS + " .item-title", 6);
        browser.type(Keys.ENTER);
        browser.await("two clicks", () -> page.clicks().size() == 2);
        page.awaitAll();
        assertThat(browser.focused().getDomAttribute("class")).contains("item-title");
    }

    @Test
    void recommendationsSayWhy() {
        page.open("click=" + popular.get(1), "click=" + popular.get(0));
        JsonNode answer = TestServer.json(browser.texts(".column.a .raw").get(0));
        List<WebElement> rows = browser.all(ShopPage.ITEMS);
        assertThat(rows).hasSize(10);
        for (int rank = 0; rank < rows.size(); rank++) {
            JsonNode item = answer.path("items").path(rank);
            JsonNode because = item.path("because");
            String text = rows.get(rank).getText();
            assertThat(text).contains("id " + item.path("id").asText(), "category:");
            assertThat(text.contains("Because of"))
                    .isEqualTo(!because.path("clicks").isEmpty());
            assertThat(rows.get(rank).findElements(By.cssSelector(".raising")))
                    .hasSize(because.path("clicks").size());
            assertThat(text.contains("in training")).isEqualTo(because.hasNonNull("followed"));
            assertThat(text).doesNotContain("similar session");
            assertThat(text.contains("Close to the intent"))
                    .isEqualTo(!because.path("intents").isEmpty());
        }
        assertThat(browser.texts(".raising")).anyMatch(text -> text.contains(HostileShop.MARKUP) && text.contains("%"));
        assertThat(browser.texts(".column.a .explicit, .column.a .latent"))
                .isNotEmpty()
                .isEqualTo(Stream.of("explicit", "latent")
                        .flatMap(kind -> texts(answer.path("intents").path(kind)))
                        .toList());
        assertThat(browser.text(".column.a .intents")).contains("embedding-similarity");
        assertThat(browser.text(".column.a .time")).contains("ms on the server", "ms there and back");
        assertThat(browser.texts("#told").get(0)).contains("10 recommendations from default");
        for (String scheme : new String[] {"dark", "light"}) {
            browser.looks(1280, scheme);
            browser.picture(PICTURES.resolve("list-1280-" + scheme + ".png"));
            assertThat(browser.sidewaysScroll()).isZero();
        }
        page.go("model=neighbours", "click=" + popular.get(1), "click=" + popular.get(2));
        assertThat(browser.texts(".column.a .facts")).isNotEmpty().anyMatch(text -> text.contains("similar session"));
        assertThat(browser.shows(".column.a .intents")).isFalse();
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    @Test
    @Tag("slow")
    void aSessionIsPutTogetherAndChanged() {
        String a = popular.get(1);
        String b = popular.get(2);
        page.open("click=" + a);
        String c = page.ids(ShopPage.ITEMS).get(0);
        browser.click(ShopPage.ITEMS + " .item-title");
        browser.await("the click", () -> page.clicks().equals(List.of(a, c)));
        page.awaitAll();
        assertThat(page.ids(ShopPage.ITEMS)).doesNotContain(a, c);
        browser.click("#clicks .click:nth-child(2) [data-action=up]");
        assertThat(page.clicks()).containsExactly(c, a);
        assertThat(browser.focused().getDomAttribute("aria-label")).startsWith("Move ");
        browser.click("#clicks .click:nth-child(1) [data-action=remove]");
        assertThat(page.clicks()).containsExactly(a);
        browser.back();
        browser.await("the removed click", () -> page.clicks().equals(List.of(c, a)));
        page.awaitAll();
        browser.click("#clear");
        browser.await("the start", () -> browser.shows(".card"));
        browser.type(b, Keys.ENTER);
        browser.await(
                "matches for an id",
                () -> browser.shows("#matches") || !page.clicks().isEmpty());
        assertThat(browser.texts("#clicks .click")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    @Tag("slow")
    void twoModelsStandSideBySide() {
        page.open("click=" + popular.get(1), "click=" + popular.get(2));
        browser.choose("#other", "neighbours");
        browser.await("both lists", () -> browser.shows("#overlap") && !browser.shows(".busy"));
        List<String> first = page.ids(".column.a .item");
        List<String> second = page.ids(".column.b .item");
        Set<String> both = new HashSet<>(first);
        both.retainAll(second);
        assertThat(page.ids(".column.a .in-both")).containsExactlyInAnyOrderElementsOf(both);
        assertThat(page.ids(".column.b .in-both")).containsExactlyInAnyOrderElementsOf(both);
        assertThat(both).isNotEmpty();
        String shared = page.ids(".column.a .in-both").get(0);
        assertThat(browser.text(".column.a .in-both .mark"))
                .isEqualTo("Also no. " + (second.indexOf(shared) + 1) + " of neighbours");
        assertThat(browser.text("#overlap")).startsWith(both.size() + " of ");
        assertThat(browser.address()).contains("with=neighbours");
        // The link shows the same to somebody else.
        String link = browser.address();
        browser.open(link);
        browser.await("both lists again", () -> browser.shows("#overlap") && !browser.shows(".busy"));
        assertThat(page.ids(".column.a .item")).isEqualTo(first);
        assertThat(page.ids(".column.b .item")).isEqualTo(second);
    }

    @Test
    @Tag("slow")
    void theCopiedCommandSendsTheSameRequest() throws IOException, InterruptedException {
        browser.command(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        page.open("click=" + HostileShop.MARKUP_ID, "click=" + popular.get(1), "diversity=0.3", "k=7");
        String sent = browser.lastRequestForRecommendations();
        browser.click(".column.a .engineer details:first-child summary");
        browser.click(".column.a .copy");
        browser.await("the copy", () -> browser.text(".column.a .copy").startsWith("Copied"));
        String copied = browser.clipboard();
        assertThat(copied).isEqualTo(browser.texts(".column.a .curl").get(0)).startsWith("curl ");
        Process shell = new ProcessBuilder("sh", "-c", "curl() { printf '%s\\n' \"$@\"; }; " + copied).start();
        String arguments = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        List<String> lines = arguments.lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(server.address().resolve("v1/recommendations").toString());
        assertThat(TestServer.json(lines.get(lines.size() - 1))).isEqualTo(TestServer.json(sent));
        assertThat(TestServer.json(sent).path("k").asInt()).isEqualTo(7);
    }

    @Test
    void hostileTitlesStayTexts() {
        page.open();
        browser.click("#search");
        browser.type("onerror");
        browser.await("the match", () -> browser.shows("#matches [aria-selected=true]"));
        assertThat(browser.texts(".match-title").get(0)).isEqualTo(HostileShop.MARKUP);
        browser.type(Keys.ENTER);
        page.awaitAll();
        assertThat(page.clicks()).containsExactly(HostileShop.MARKUP_ID);
        assertThat(browser.text(".click-title")).isEqualTo(HostileShop.MARKUP);
        page.go("click=<b>bold</b>", "click=" + HostileShop.MARKUP_ID, "seen=rank", "k=100", "with=neighbours");
        assertThat(browser.text("#clicks")).contains("Item <b>bold</b>", "unknown");
        assertThat(browser.texts(".item-title bdi")).contains(HostileShop.MARKUP);
        for (int width : new int[] {1280, 400}) {
            browser.looks(width, "light");
            assertThat(browser.sidewaysScroll()).isZero();
        }
        assertThat(browser.script("return document.images.length + document.querySelectorAll('b, main script').length"))
                .isEqualTo(0L);
        assertThat(browser.script("return document.title")).isEqualTo("dmsrec: try the recommendations");
    }

    @Test
    void problemsAreShownWhereTheyArise() {
        expectedInConsole.add("the server responded with a status of 400");
        page.open("click=" + popular.get(1), "k=0");
        browser.await("the problem", () -> browser.shows(".column.a [role=alert]"));
        assertThat(browser.text(".column.a [role=alert]")).contains("Bad request", "'k' is 0", "Status 400");
        browser.click(".options summary");
        browser.find("#k").clear();
        browser.find("#k").sendKeys("4");
        browser.await("four items", () -> page.ids(ShopPage.ITEMS).size() == 4);
        assertThat(browser.shows("[role=alert]")).isFalse();
        expectedInConsole.add("the server responded with a status of 404");
        page.go("click=" + popular.get(1), "with=gone");
        browser.await("the other problem", () -> browser.shows(".column.b [role=alert]"));
        assertThat(browser.text(".column.b [role=alert]")).contains("gone");
        assertThat(page.ids(".column.a .item")).hasSize(10);
    }

    @Test
    @Tag("slow")
    void unknownClicksAndEmptyListsAreToldInWords() {
        page.open("click=nobody knows me", "click=" + popular.get(1));
        assertThat(browser.text(".notice")).contains("does not know “nobody knows me”");
        page.go("click=nobody knows me");
        assertThat(browser.text(".notice")).contains("knows none of these clicks", "fallback: pop");
        page.go("click=" + popular.get(1), "any.category=nothing of the kind");
        browser.await("the notice", () -> browser.shows(".notice"));
        assertThat(browser.text(".notice")).contains("Nothing is left to recommend");
    }

    /** The category of the first item. */
    private String category() {
        return browser.texts(".column-value").get(0).replaceFirst("category:\\h", "");
    }

    @Test
    @Tag("slow")
    void optionsChangeTheList() {
        page.open("click=" + popular.get(1));
        String first = page.ids(ShopPage.ITEMS).get(0);
        browser.click(ShopPage.ITEMS + " .icon-button");
        browser.await(
                "the item's leave",
                () -> !page.ids(ShopPage.ITEMS).contains(first)
                        && page.ids(ShopPage.ITEMS).size() == 10);
        browser.click(".options summary");
        assertThat(browser.text("#exclude .chip")).isEqualTo(first);
        browser.click("#add-condition");
        String category = category();
        browser.find(".condition input[type=text]").sendKeys(category, Keys.ENTER);
        browser.await(
                "one category",
                () -> browser.texts(".column-value:nth-child(2)").stream().allMatch(text -> text.endsWith(category))
                        && !browser.shows(".busy"));
        browser.script(
                "const d = document.getElementById('diversity'); d.value = 0.4; d.dispatchEvent(new Event('input'))");
        browser.await("the diversity", () -> browser.address().contains("diversity=0.4"));
        page.awaitAll();
        assertThat(browser.text("#options-changed")).isEqualTo("3 changed");
        browser.click("#reset-options");
        browser.await("the first list", () -> page.ids(ShopPage.ITEMS).get(0).equals(first));
        assertThat(browser.address()).isEqualTo(page.address("click=" + popular.get(1)));
    }

    @Test
    @Tag("slow")
    void theLastOfManyRequestsWins() {
        page.open("click=" + popular.get(5));
        List<String> wanted = page.ids(ShopPage.ITEMS);
        page.go("click=" + popular.get(1));
        browser.command(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 80, "downloadThroughput", -1, "uploadThroughput", -1));
        try {
            for (int i = 2; i <= 5; i++) {
                browser.script("location.hash = arguments[0]", "#click=" + popular.get(i));
            }
            browser.await(
                    "the last list",
                    () -> !browser.shows(".busy") && page.ids(ShopPage.ITEMS).equals(wanted));
        } finally {
            browser.command(
                    "Network.emulateNetworkConditions",
                    Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
        }
    }

    @Test
    @Tag("slow")
    void aKeyIsAskedForOnceAndKeptInTheTab() {
        expectedInConsole.add("the server responded with a status of 401");
        browser.open(guarded.address().toString());
        browser.await("the form", () -> browser.shows("#key"));
        assertThat(browser.shows("#content")).isFalse();
        browser.type("a wrong key", Keys.ENTER);
        browser.await("the refusal", () -> browser.text("#key-told").contains("refused"));
        browser.type(KEY, Keys.ENTER);
        browser.await("the start", () -> browser.shows(".card"));
        assertThat(browser.shows("#key")).isFalse();
        browser.click("#example");
        browser.await("recommendations", () -> browser.shows(ShopPage.ITEMS));
        assertThat(browser.texts(".curl").get(0)).contains("$API_KEY").doesNotContain(KEY);
        assertThat(browser.address()).doesNotContain("key");
        assertThat(browser.script("return localStorage.length + document.cookie.length"))
                .isEqualTo(0L);
        browser.reload();
        browser.await("recommendations without asking", () -> browser.shows(ShopPage.ITEMS));
        browser.click("#forget-key");
        browser.await("the form again", () -> browser.shows("#key"));
    }

    @Test
    @Tag("slow")
    void everybodyCanReadIt() {
        assertReadable("start");
    }

    @Test
    @Tag("slow")
    void everybodyCanReadTheComparison() {
        assertReadable("comparison");
    }

    /** Takes pictures to look at, and asserts what axe says of the same views. */
    private void assertReadable(String view) {
        show(view);
        for (int width : new int[] {1280, 400}) {
            browser.looks(width, "dark");
            browser.picture(PICTURES.resolve(view + "-" + width + "-dark.png"));
            assertThat(browser.accessibilityViolations("color-contrast")).isEmpty();
            browser.looks(width, "light");
            browser.picture(PICTURES.resolve(view + "-" + width + "-light.png"));
            assertThat(browser.accessibilityViolations()).isEmpty();
            assertThat(browser.sidewaysScroll()).isZero();
        }
    }

    private void show(String view) {
        switch (view) {
            case "start" -> {
                page.open();
                browser.find("#search").sendKeys("lamp");
                browser.await("matches", () -> browser.shows("#matches [role=option]"));
            }
            case "comparison" -> {
                page.open("click=" + popular.get(1));
                page.go(
                        "with=neighbours",
                        "k=6",
                        "click=" + popular.get(1),
                        "click=unknown",
                        "exclude=" + popular.get(7),
                        "diversity=0.2",
                        "any.category=" + category());
                browser.script("document.querySelectorAll('details').forEach(part => { part.open = true; })");
            }
            default -> throw new IllegalArgumentException(view);
        }
    }
}
