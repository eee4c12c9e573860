package io.github.dmsrec.datasets.format;

import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.nio.file.Path;
import java.util.List;

/** The clicks of the RecSys Challenge 2015: {@code yoochoose-clicks.dat}, without header; times are ISO 8601. */
record YooChoose() implements NamedFormat {

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "yoochoose",
                "the clicks of the RecSys Challenge 2015: yoochoose-clicks.dat.",
                "Sessions are those of the file.",
                "yoochoose --out runs/yoochoose");
    }

    @Override
    public KnownLog log(Path folder) {
        LogFiles clicks = LogFiles.of(LogFiles.Kind.CSV, List.of(NamedFormats.file(folder, "yoochoose-clicks.dat")))
                .delimitedBy(",")
                .withHeader("session", "time", "item", "category");
        return KnownLog.of(
                        clicks, LogColumns.ofItem("item").withSession("session").withTime("time"))
                .withTimeFormat(new TimeFormat.Iso());
    }
}
