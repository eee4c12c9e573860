package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.DividedSessions;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.datasets.split.ClickFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The sessions of a plan as it divides them, in temporary files: their clicks, and of plans with times when each session
 * begins and ends and whose it is. For one thread.
 */
final class SyntheticDivision implements DividedSessions<IOException> {

    /** The files and counts of one split. */
    private static final class Part {

        private final ClickFile clicks;
        private final Path heads;
        private int sessions;
        private long rows;

        Part(Path folder, Split split) {
            this.clicks = new ClickFile(folder.resolve(split.label() + ".clicks"));
            this.heads = folder.resolve(split.label() + ".heads");
        }
    }

    /** Takes one session after the other. */
    @FunctionalInterface
    private interface HeadReader {
        void next(double begin, double end, int user);
    }

    private final SyntheticPlan plan;
    private final Map<Split, Part> parts = new EnumMap<>(Split.class);
    private final int users;
    private final double signal;

    private SyntheticDivision(SyntheticPlan plan, Path folder, Progress.Stage stage) throws IOException {
        this.plan = plan;
        SyntheticLog log = new SyntheticLog(plan);
        Map<Split, Writer> writers = new EnumMap<>(Split.class);
        try {
            for (Split split : Split.values()) {
                Part part = new Part(folder, split);
                parts.put(split, part);
                writers.put(split, new Writer(part));
            }
            log.walk(stage, () -> Objects.requireNonNull(writers.get(log.split()))
                    .write(log, plan.likeLog()));
        } finally {
            for (Writer writer : writers.values()) {
                writer.close();
            }
        }
        this.users = log.users();
        this.signal = log.session().followed();
    }

    /**
     * Draws all sessions.
     *
     * @param folder empty; gets the files, and is deleted by the caller
     */
    static SyntheticDivision draw(SyntheticPlan plan, Path folder, Progress.Stage stage) throws IOException {
        return new SyntheticDivision(plan, folder, stage);
    }

    /** The share of the clicks after a session's first that its intents chose. */
    double signal() {
        return signal;
    }

    @Override
    public boolean isLogged() {
        return plan.likeLog();
    }

    @Override
    public boolean hasUsers() {
        return plan.likeLog();
    }

    @Override
    public boolean sameSessions() {
        return false;
    }

    @Override
    public int sessionCount(Split split) {
        return part(split).sessions;
    }

    @Override
    public long rowCount(Split split) {
        return part(split).rows;
    }

    @Override
    public double earliestEnd(Split split) throws IOException {
        double[] earliest = {Double.POSITIVE_INFINITY};
        heads(split, (begin, end, user) -> earliest[0] = Math.min(earliest[0], end));
        return earliest[0];
    }

    @Override
    public double latestEnd(Split split) throws IOException {
        double[] latest = {Double.NEGATIVE_INFINITY};
        heads(split, (begin, end, user) -> latest[0] = Math.max(latest[0], end));
        return latest[0];
    }

    @Override
    public long endingAfter(Split split, double moment) throws IOException {
        long[] count = {0};
        heads(split, (begin, end, user) -> count[0] += end > moment ? 1 : 0);
        return count[0];
    }

    @Override
    public long beginningBefore(Split split, double moment) throws IOException {
        long[] count = {0};
        heads(split, (begin, end, user) -> count[0] += begin < moment ? 1 : 0);
        return count[0];
    }

    @Override
    public SplitLeaks.Users usersOfTest() throws IOException {
        BitSet before = users(Split.TRAIN);
        before.or(users(Split.VALIDATION));
        BitSet ofTest = users(Split.TEST);
        long all = ofTest.cardinality();
        ofTest.and(before);
        return new SplitLeaks.Users(all, ofTest.cardinality());
    }

    private BitSet users(Split split) throws IOException {
        BitSet found = new BitSet(users);
        heads(split, (begin, end, user) -> found.set(user));
        return found;
    }

    @Override
    public long itemsOfTestAlone() throws IOException {
        BitSet fresh = items(Split.TEST);
        fresh.andNot(items(Split.TRAIN));
        fresh.andNot(items(Split.VALIDATION));
        return fresh.cardinality();
    }

    private BitSet items(Split split) throws IOException {
        BitSet items = new BitSet(plan.items());
        clicks(split, (session, item, rows) -> items.set(item));
        return items;
    }

    @Override
    public void clicks(Split split, ClickReader reader) throws IOException {
        part(split).clicks.read(reader);
    }

    private Part part(Split split) {
        Part part = parts.get(split);
        if (part == null) {
            throw new IllegalStateException("no sessions of " + split.label());
        }
        return part;
    }

    private void heads(Split split, HeadReader reader) throws IOException {
        Part part = part(split);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(part.heads)))) {
            for (int session = 0; session < part.sessions; session++) {
                reader.next(in.readDouble(), in.readDouble(), in.readInt());
            }
        }
    }

    private static final class Writer implements AutoCloseable {

        private final Part part;
        private final ClickFile.Writer clicks;
        private final DataOutputStream heads;

        Writer(Part part) throws IOException {
            this.part = part;
            this.clicks = part.clicks.writer();
            this.heads = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part.heads)));
        }

        void write(SyntheticLog log, boolean withHead) throws IOException {
            int length = log.session().length();
            for (int i = 0; i < length; i++) {
                clicks.write(log.numberInSplit(), log.session().click(i));
            }
            if (withHead) {
                heads.writeDouble(log.time(0));
                heads.writeDouble(log.time(length - 1));
                heads.writeInt(log.user());
            }
            part.sessions++;
            part.rows += length - 1L;
        }

        @Override
        public void close() throws IOException {
            try (heads) {
                clicks.close();
            }
        }
    }
}
