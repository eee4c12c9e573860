package io.github.dmsrec.intent.answers.statistics;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.RecordedRow;
import java.util.List;

/** Rows of a split that are asked for in order, while another folder is read. For one thread. */
final class AlignedRows {

    private final IntentRecord record;
    private final Split split;
    private List<RecordedRow> group = List.of();
    private int groupStart;

    AlignedRows(IntentRecord record, Split split) {
        this.record = record;
        this.split = split;
    }

    RecordedRow row(int number) {
        if (number >= groupStart + group.size()) {
            groupStart = number;
            group = record.group(split, number);
        }
        return group.get(number - groupStart);
    }
}
