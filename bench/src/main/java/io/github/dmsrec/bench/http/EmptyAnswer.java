package io.github.dmsrec.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the servers answer: a list of twenty items of 1.5 kB, always the same. */
final class EmptyAnswer {

    static final String TYPE = "application/json";
    static final String PATH = "/v1/recommendations";
    static final String READY = "/readyz";

    private static final int BYTES = 1500;
    private static final int ITEMS = 20;

    private EmptyAnswer() {}

    static byte[] bytes() {
        StringBuilder text =
                new StringBuilder("{\"request_id\":\"0\",\"model\":\"none\",\"degraded\":null,\"items\":[");
        for (int item = 1; item <= ITEMS; item++) {
            text.append(item == 1 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"id\":\"%d\",\"score\":%.2f,\"title\":\"Item %d\"}",
                            item,
                            20.0 / item,
                            item));
        }
        text.append("]}");
        text.append(" ".repeat(BYTES - text.length()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
