package io.github.dmsrec.datasets;

import java.nio.file.Path;
import java.util.List;

/** The clicks of the RecSys Challenge 2015: {@code yoochoose-clicks.dat}, without header; times are ISO 8601. */
record YooChoose() implements NamedFormat {

    @Override
    public String name() {
        return "yoochoose";
    }

    @Override
    public String words() {
        return "yoochoose-clicks.dat; sessions as the file names them";
    }

    @Override
    public void configure(Importer importer, Path folder) {
        importer.files(LogFiles.of(LogFiles.Kind.CSV, List.of(NamedFormats.file(folder, "yoochoose-clicks.dat")))
                        .delimitedBy(",")
                        .withHeader("session", "time", "item", "category"))
                .session("session")
                .item("item")
                .time("time")
                .timeFormat(new TimeFormat.Iso());
    }
}
