package io.github.dmsrec.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium on the page, for one thread: what a person sees and does, and what the browser notes of it. */
final class PageBrowser implements AutoCloseable {

    private static final String AXE = axe();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HEIGHT = 900;
    private static final int TALLEST_PICTURE = 4000;

    // Kept, as loggers that nobody holds forget their level: Selenium knows no protocol of so new a browser, and says
    // so.
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private final List<URI> requested = new ArrayList<>();
    private String lastBody = "";

    private PageBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether the system has Chromium and what drives it. */
    static boolean isThere() {
        return chromium().isPresent() && chromedriver().isPresent();
    }

    private static Optional<Path> chromium() {
        return program("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<Path> chromedriver() {
        return program("chromedriver");
    }

    /** A program of the system, looked for in {@code PATH}. */
    private static Optional<Path> program(String... names) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PageBrowser start() {
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--lang=en");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver().orElseThrow().toFile())
                .build();
        return new PageBrowser(new ChromeDriver(service, options));
    }

    /** The size of the window and the colours that its user prefers. */
    void looks(int width, String scheme) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** Loads the address anew, also where it differs behind the "#" alone. */
    void open(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    /** Goes elsewhere on the same page, and waits until the page has noticed. */
    void go(String address) {
        driver.executeAsyncScript(
                """
                const [address, done] = arguments;
                addEventListener('hashchange', () => done(), { once: true });
                location.href = address;
                """,
                address);
    }

    void reload() {
        driver.navigate().refresh();
    }

    void back() {
        driver.navigate().back();
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The texts of the elements, also of those that cannot be seen. */
    List<String> texts(String css) {
        return strings("[...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css);
    }

    /** What an expression of a script gives. */
    List<String> strings(String expression, Object... arguments) {
        Object found = script("return " + expression, arguments);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Whether there is such an element and it can be seen. */
    boolean shows(String css) {
        return Boolean.TRUE.equals(
                script("return [...document.querySelectorAll(arguments[0])].some(e => e.checkVisibility())", css));
    }

    /** The text of the first such element, as it is seen. */
    String text(String css) {
        return find(css).getText();
    }

    void click(String css) {
        find(css).click();
    }

    /** Chooses an option of a field with a list, by its value. */
    void choose(String css, String value) {
        find(css + " option[value='" + value + "']").click();
    }

    /** Types into whatever has the focus. */
    void type(CharSequence... keys) {
        focused().sendKeys(keys);
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Goes on with the tabulator until the element has the focus. */
    void tabTo(String css, int most) {
        for (int i = 0; i < most; i++) {
            type(Keys.TAB);
            if (focused().equals(find(css))) {
                return;
            }
        }
        throw new AssertionError(css + " has no focus after " + most + " tabulators");
    }

    @Nullable Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "Waited in vain: " + what + "\n" + find("body").getText());
            }
            pause();
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StaleElementReferenceException | NoSuchElementException e) {
            // The page was changing at that moment.
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(15);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By how many pixels the page is wider than its window. */
    long sidewaysScroll() {
        return ((Number) Objects.requireNonNull(
                        script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")))
                .longValue();
    }

    /** The text that was copied last; the page must be allowed to read it. */
    String clipboard() {
        return String.valueOf(
                driver.executeAsyncScript(
                        "const done = arguments[0]; navigator.clipboard.readText().then(done, error => done(`failed: ${error}`))"));
    }

    /** Saves a picture of the whole page. */
    void picture(Path file) {
        int width = ((Number) Objects.requireNonNull(script("return innerWidth"))).intValue();
        int height =
                ((Number) Objects.requireNonNull(script("return document.documentElement.scrollHeight"))).intValue();
        Map<String, Object> clip =
                Map.of("x", 0, "y", 0, "width", width, "height", Math.min(height, TALLEST_PICTURE), "scale", 1);
        Object data = command("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                .get("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode((String) Objects.requireNonNull(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What axe finds wrong for people with disabilities: rule, place, reason.
     *
     * @param rules its rules; none for all
     */
    List<String> accessibilityViolations(String... rules) {
        script(AXE);
        Object found = driver.executeAsyncScript(
                """
                const [rules, done] = arguments;
                axe.run(document, rules.length > 0 ? { runOnly: rules } : {}).then(
                    result => done(result.violations.flatMap(rule => rule.nodes.map(
                        node => `${rule.id} at ${node.target}: ${node.failureSummary}`))),
                    error => done([`axe failed: ${error}`]));
                """,
                List.of(rules));
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(PageBrowser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console has said since the last call, violations of the content security policy with it. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses of all requests of pages so far. */
    List<URI> requested() {
        readNetwork();
        return List.copyOf(requested);
    }

    /** The body of the newest request for recommendations. */
    String lastRequestForRecommendations() {
        readNetwork();
        return lastBody;
    }

    private void readNetwork() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = TestServer.json(entry.getMessage()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                JsonNode request = message.path("params").path("request");
                String address = request.path("url").asText();
                requested.add(URI.create(address));
                if (address.endsWith("/v1/recommendations")) {
                    lastBody = request.path("postData").asText();
                }
            }
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
