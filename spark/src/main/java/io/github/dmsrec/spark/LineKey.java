package io.github.dmsrec.spark;

import io.github.dmsrec.intent.asking.BatchLine;
import org.apache.spark.api.java.function.MapFunction;
import scala.Tuple2;

/** Puts before a line of a batch endpoint the key of the question that it is about; empty for a line that is no such object. */
record LineKey() implements MapFunction<String, Tuple2<String, String>> {

    @Override
    public Tuple2<String, String> call(String text) {
        BatchLine line = BatchLine.parse(text);
        return new Tuple2<>(line == null ? "" : line.key(), text);
    }
}
