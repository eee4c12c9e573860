package io.github.dmsrec.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page of a server in a browser: its views, and what they show.
 *
 * @param browser that shows it
 * @param server where it is
 */
record ShopPage(PageBrowser browser, URI server) {

    /** The rows of all lists. */
    static final String ITEMS = ".column:not([hidden]) .item";

    private static final String CLICK = "click=";

    /** The address of a view, from parts such as {@code click=1001}. */
    String address(String... parts) {
        return server + "#"
                + Arrays.stream(parts)
                        .map(part -> part.split("=", 2))
                        .map(part -> part[0] + "=" + URLEncoder.encode(part[1], StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** Opens a view and waits until all of it is there. */
    void open(String... parts) {
        browser.open(address(parts));
        awaitAll();
    }

    /** Goes to another view without loading the page again, as with a bookmark. */
    void go(String... parts) {
        browser.go(address(parts));
        awaitAll();
    }

    void awaitAll() {
        browser.await(
                "the whole view",
                () -> !browser.shows(".busy") && browser.shows(ITEMS + ", .card, .notice, [role=alert]:not(:empty)"));
    }

    /** The ids of the items in a list. */
    List<String> ids(String css) {
        return browser.strings("[...document.querySelectorAll(arguments[0])].map(e => e.dataset.id)", css);
    }

    /** The clicks of the session, as the address has them. */
    List<String> clicks() {
        return Arrays.stream(browser.address().replaceFirst("^[^#]*#?", "").split("&"))
                .filter(part -> part.startsWith(CLICK))
                .map(part -> URLDecoder.decode(part.substring(CLICK.length()), StandardCharsets.UTF_8))
                .toList();
    }

    /** What the server answers without the page. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        return TestServer.json(response.body());
    }

    /** The ids of the most popular items. */
    List<String> popular() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        get("v1/popular?k=12")
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
