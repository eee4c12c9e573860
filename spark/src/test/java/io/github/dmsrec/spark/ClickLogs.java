package io.github.dmsrec.spark;

import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Synthetic logs with equal times, repeated clicks, one item in every session, and titles that disagree. */
final class ClickLogs {

    /** Items are named 0 to 59. */
    static final int ITEMS = 60;

    private ClickLogs() {}

    static Origin origin() {
        return Origin.of("shop", "a test", 1, 1);
    }

    static void write(Path file, Random random, int sessions) throws IOException {
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            lines.write("session,user,item,time,title,event\n");
            long now = 1_400_000_000L;
            for (int s = 0; s < sessions; s++) {
                now += random.nextInt(1200);
                long time = now;
                String user = "u" + random.nextInt(40);
                int length = 1 + (int) Math.abs(random.nextGaussian() * 5);
                for (int click = 0; click < length; click++) {
                    int item = click == 0 ? 7 : (int) (ITEMS * Math.pow(random.nextDouble(), 2));
                    // Some clicks of a session have the same time.
                    time += random.nextInt(3) == 0 ? 0 : random.nextInt(900);
                    String title = random.nextInt(5) == 0 ? "" : "Title " + item + (random.nextInt(9) == 0 ? "b" : "");
                    String event = random.nextInt(8) == 0 ? "cart" : "view";
                    lines.write("s" + s + "," + user + "," + item + "," + time + "," + title + "," + event + "\n");
                    if (random.nextInt(20) == 0) {
                        lines.write("s" + s + "," + user + "," + item + "," + time + "," + title + "," + event + "\n");
                    }
                }
            }
        }
    }

    /** By the sessions of the log. */
    static Importer importer(Path log) {
        return Datasets.importer()
                .csv(log.toString())
                .session("session")
                .item("item")
                .time("time")
                .timeFormat(TimeFormat.Epoch.SECONDS);
    }
}
