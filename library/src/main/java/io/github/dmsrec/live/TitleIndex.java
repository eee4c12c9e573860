package io.github.dmsrec.live;

import java.io.IOException;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** Makes the index of titles: document {@code i} is item {@code i}. */
final class TitleIndex {

    /** The words of the title. */
    static final String WORDS = "words";

    /** How many words the title has. */
    static final String LENGTH = "length";

    /** What titles are ranked by, beside their words. */
    static final String RANK = "rank";

    /** One by the number of words. */
    static final String BREVITY = "brevity";

    /** The logarithm of the clicks, as a share of the most clicked item's. */
    static final String POPULARITY = "popularity";

    /** The memory in MB that documents take until they become a part of the index. */
    private static final double BUFFER = 64;

    private static final FieldType WORD = new FieldType();

    static {
        WORD.setIndexOptions(IndexOptions.DOCS);
        WORD.setOmitNorms(true);
        WORD.freeze();
    }

    private TitleIndex() {}

    static Directory of(List<String> titles, IntToLongFunction clicks) throws IOException {
        double mostClicks = LongStream.range(0, titles.size())
                .map(item -> clicks.applyAsLong((int) item))
                .max()
                .orElse(0);
        Directory directory = new ByteBuffersDirectory();
        // Without merges the documents keep their order, which is that of the items.
        IndexWriterConfig config = new IndexWriterConfig(null)
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setRAMBufferSizeMB(BUFFER);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int item = 0; item < titles.size(); item++) {
                List<String> words = WordSplitter.of(titles.get(item));
                Document document = new Document();
                document.add(new Field(WORDS, new WordStream(words), WORD));
                document.add(new StringField(LENGTH, Integer.toString(words.size()), Field.Store.NO));
                document.add(new FeatureField(RANK, BREVITY, 1f / Math.max(1, words.size())));
                document.add(new FeatureField(RANK, POPULARITY, (float)
                        (Math.log(2 + (double) clicks.applyAsLong(item)) / Math.log(2 + mostClicks))));
                writer.addDocument(document);
            }
        }
        return directory;
    }

    /** Words that are divided already. */
    private static final class WordStream extends TokenStream {

        private final CharTermAttribute word = addAttribute(CharTermAttribute.class);
        private final List<String> words;
        private int next;

        WordStream(List<String> words) {
            this.words = words;
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (next == words.size()) {
                return false;
            }
            word.append(words.get(next++));
            return true;
        }
    }
}
