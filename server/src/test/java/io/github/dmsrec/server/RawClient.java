package io.github.dmsrec.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection that sends bytes as they are, however wrong. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** A request for recommendations with its head. */
    static String request(String json, String... headers) {
        StringBuilder head =
                new StringBuilder("POST /v1/recommendations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("Content-Length: ")
                .append(json.getBytes(StandardCharsets.ISO_8859_1).length)
                .append("\r\n\r\n")
                .append(json)
                .toString();
    }

    /** The status of the next answer, whose body is read and dropped; 0 if the connection ended instead. */
    int status() throws IOException {
        InputStream in = socket.getInputStream();
        String head = head(in);
        if (head.isEmpty()) {
            return 0;
        }
        int length = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        in.readNBytes(length);
        return Integer.parseInt(head.substring(9, 12));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0) {
            head.write(next);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text;
            }
            next = in.read();
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
