package io.github.dmsrec.bench.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.1 responses, one at a time, from bytes as they come: bodies with a length, in chunks, without one (204, 304)
 * and those that end with the connection. Not thread-safe.
 */
final class ResponseParser {

    private static final int LONGEST_HEAD = 1 << 16;
    private static final int LONGEST_BODY = 1 << 26;
    private static final int ENDS_WITH_CONNECTION = -1;

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE
    }

    private State state = State.HEAD;
    private byte[] text = new byte[512];
    private int textLength;
    private int blankLine;
    private byte[] body = new byte[4096];
    private int bodyLength;
    private int missing;
    private int status;
    private boolean keepAlive;
    private boolean begun;

    /** Forgets the response and awaits another. */
    void reset() {
        state = State.HEAD;
        textLength = 0;
        blankLine = 0;
        bodyLength = 0;
        missing = 0;
        status = 0;
        keepAlive = false;
        begun = false;
    }

    /**
     * Takes bytes.
     *
     * @return whether the response is complete; bytes behind it are left
     * @throws ProtocolException if this is not a response
     */
    boolean feed(ByteBuffer bytes) throws ProtocolException {
        begun |= bytes.hasRemaining();
        while (state != State.DONE && bytes.hasRemaining()) {
            switch (state) {
                case HEAD -> readHead(bytes);
                case BODY, CHUNK -> readBody(bytes);
                case CHUNK_SIZE -> readChunkSize(bytes);
                case CHUNK_END -> readChunkEnd(bytes);
                case TRAILER -> readTrailer(bytes);
                case DONE -> throw new IllegalStateException("a response continues after its end");
            }
        }
        return state == State.DONE;
    }

    /**
     * Takes the end of the connection.
     *
     * @return whether it completes the response
     */
    boolean endOfConnection() {
        if (state == State.BODY && missing == ENDS_WITH_CONNECTION) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    /** Whether a byte of the response has come. */
    boolean hasBegun() {
        return begun;
    }

    /** The status of the response, once its head is there. */
    int status() {
        return status;
    }

    /** Whether the connection may be used again after a complete response. */
    boolean keepsAlive() {
        return keepAlive;
    }

    /**
     * Where the body has the bytes for the first time.
     *
     * @param to where they end at most; -1 for the end of the body
     * @return where they begin; -1 if nowhere
     */
    int find(byte[] wanted, int to) {
        int last = (to < 0 ? bodyLength : to) - wanted.length;
        for (int at = 0; at <= last; at++) {
            if (body[at] == wanted[0] && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    /** The body as text. */
    String body() {
        return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
    }

    private void readHead(ByteBuffer bytes) throws ProtocolException {
        int at = bytes.position();
        while (at < bytes.limit() && blankLine < 4) {
            byte next = bytes.get(at++);
            // Counts the bytes of CR LF CR LF that stand at the end.
            if (next == '\r') {
                blankLine = blankLine == 2 ? 3 : 1;
            } else {
                blankLine = next == '\n' && (blankLine == 1 || blankLine == 3) ? blankLine + 1 : 0;
            }
        }
        add(bytes, at - bytes.position());
        if (blankLine == 4) {
            blankLine = 0;
            parseHead();
            textLength = 0;
        }
    }

    /** Reads status and headers without making strings of them: the generator shares its processor with the server. */
    private void parseHead() throws ProtocolException {
        if (!textStarts(0, "HTTP/1.") || textLength < 14 || text[8] != ' ' || (text[12] != ' ' && text[12] != '\r')) {
            throw new ProtocolException("no status line: " + text(0, Math.min(textLength, 40)));
        }
        status = number(text(9, 12), 10, 599);
        if (status < 200) {
            if (status < 100) {
                throw new ProtocolException("no status: " + status);
            }
            // The response proper follows.
            return;
        }
        keepAlive = text[7] == '1';
        boolean chunked = false;
        int length = ENDS_WITH_CONNECTION;
        int line = lineEnd(0) + 2;
        for (int end = lineEnd(line); end > line; line = end + 2, end = lineEnd(line)) {
            if (textStarts(line, "content-length:")) {
                length = number(text(line + "content-length:".length(), end), 10, LONGEST_BODY);
            } else if (textStarts(line, "transfer-encoding:")) {
                chunked = text(line + "transfer-encoding:".length(), end).equalsIgnoreCase("chunked");
            } else if (textStarts(line, "connection:")) {
                keepAlive &= !text(line + "connection:".length(), end).equalsIgnoreCase("close");
            }
        }
        if (status == 204 || status == 304) {
            state = State.DONE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else {
            state = length == 0 ? State.DONE : State.BODY;
            missing = length;
            keepAlive &= length != ENDS_WITH_CONNECTION;
        }
    }

    private int lineEnd(int from) {
        int at = from;
        while (text[at] != '\r' || text[at + 1] != '\n') {
            at++;
        }
        return at;
    }

    /** Whether the text at a place begins with something in ASCII, whatever the case. */
    private boolean textStarts(int from, String lowerCase) {
        if (from + lowerCase.length() > textLength) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int character = text[from + i];
            int lower = character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
            if (lower != Character.toLowerCase(lowerCase.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }

    private void readBody(ByteBuffer bytes) throws ProtocolException {
        int count = missing == ENDS_WITH_CONNECTION ? bytes.remaining() : Math.min(missing, bytes.remaining());
        if (bodyLength + count > LONGEST_BODY) {
            throw new ProtocolException("a body of more than " + LONGEST_BODY + " bytes");
        }
        if (bodyLength + count > body.length) {
            body = Arrays.copyOf(body, Math.max(2 * body.length, bodyLength + count));
        }
        bytes.get(body, bodyLength, count);
        bodyLength += count;
        if (missing != ENDS_WITH_CONNECTION) {
            missing -= count;
            if (missing == 0) {
                state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
            }
        }
    }

    private void readChunkSize(ByteBuffer bytes) throws ProtocolException {
        if (readLine(bytes)) {
            String line = takeText();
            int extension = line.indexOf(';');
            missing = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16, LONGEST_BODY);
            state = missing == 0 ? State.TRAILER : State.CHUNK;
        }
    }

    private void readChunkEnd(ByteBuffer bytes) throws ProtocolException {
        if (readLine(bytes)) {
            if (!takeText().isBlank()) {
                throw new ProtocolException("a chunk is longer than it says");
            }
            state = State.CHUNK_SIZE;
        }
    }

    private void readTrailer(ByteBuffer bytes) throws ProtocolException {
        if (readLine(bytes) && takeText().isBlank()) {
            state = State.DONE;
        }
    }

    private boolean readLine(ByteBuffer bytes) throws ProtocolException {
        int at = bytes.position();
        boolean ended = false;
        while (at < bytes.limit() && !ended) {
            ended = bytes.get(at++) == '\n';
        }
        add(bytes, at - bytes.position());
        return ended;
    }

    private void add(ByteBuffer bytes, int count) throws ProtocolException {
        if (textLength + count > LONGEST_HEAD) {
            throw new ProtocolException("a head or line of more than " + LONGEST_HEAD + " bytes");
        }
        if (textLength + count > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, textLength + count));
        }
        bytes.get(text, textLength, count);
        textLength += count;
    }

    private String takeText() {
        String taken = text(0, textLength);
        textLength = 0;
        return taken;
    }

    private static int number(String value, int radix, int most) throws ProtocolException {
        try {
            int number = Integer.parseInt(value, radix);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ProtocolException("no length: " + value);
        }
        throw new ProtocolException("a length out of range: " + value);
    }
}
