package io.github.dmsrec.live;

import io.github.dmsrec.core.session.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * Finds items by the words of their titles. The index is in memory, and made when it is first asked for. Safe for use by
 * several threads.
 */
public final class Titles {

    /** Longer queries find no title. */
    private static final int MOST_WORDS = 100;

    /** What a title that has no other words scores more. */
    private static final float WHOLE_TITLE = 4;

    /** What a title that has the last word, and not only as a beginning, scores more. */
    private static final float WHOLE_WORD = 2;

    private final Catalogue catalogue;
    private final IntToLongFunction clicks;
    private volatile @Nullable IndexSearcher index;

    /**
     * @param catalogue the items
     * @param clicks how often an item was clicked
     */
    public Titles(Catalogue catalogue, IntToLongFunction clicks) {
        this.catalogue = catalogue;
        this.clicks = clicks;
    }

    /**
     * Finds items whose titles have all words of a query, the last one also as the beginning of a word, and the item whose
     * id it is. First comes that item, then titles of no other words, then those that have the last word whole; within each
     * of these, short titles and popular items come first.
     *
     * @param query any text
     * @param k how many at most, at least 1
     * @return catalogue indices, the best first
     */
    public List<Integer> search(String query, int k) {
        Set<Integer> found = new LinkedHashSet<>();
        catalogue.indexOf(query.strip()).ifPresent(found::add);
        List<String> words = WordSplitter.of(query);
        if (!words.isEmpty() && words.size() <= MOST_WORDS) {
            try {
                // An item more, for it may be the one of that id.
                for (ScoreDoc hit : index().search(query(words), (int) Math.min(k + 1L, catalogue.size())).scoreDocs) {
                    found.add(hit.doc);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("an index in memory cannot be read", e);
            }
        }
        return found.stream().limit(k).toList();
    }

    private static Query query(List<String> words) {
        String last = words.get(words.size() - 1);
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        BooleanQuery.Builder whole = new BooleanQuery.Builder();
        for (String word : new LinkedHashSet<>(words.subList(0, words.size() - 1))) {
            query.add(word(word), Occur.FILTER);
            whole.add(word(word), Occur.FILTER);
        }
        query.add(new PrefixQuery(new Term(TitleIndex.WORDS, last)), Occur.FILTER);
        whole.add(word(last), Occur.FILTER);
        whole.add(new TermQuery(new Term(TitleIndex.LENGTH, Integer.toString(words.size()))), Occur.FILTER);
        query.add(scoring(whole.build(), WHOLE_TITLE), Occur.SHOULD);
        query.add(scoring(word(last), WHOLE_WORD), Occur.SHOULD);
        query.add(FeatureField.newLinearQuery(TitleIndex.RANK, TitleIndex.BREVITY, 1), Occur.SHOULD);
        query.add(FeatureField.newLinearQuery(TitleIndex.RANK, TitleIndex.POPULARITY, 1), Occur.SHOULD);
        return query.build();
    }

    private static Query word(String word) {
        return new TermQuery(new Term(TitleIndex.WORDS, word));
    }

    private static Query scoring(Query query, float score) {
        return new BoostQuery(new ConstantScoreQuery(query), score);
    }

    private IndexSearcher index() throws IOException {
        IndexSearcher known = index;
        return known == null ? make() : known;
    }

    private synchronized IndexSearcher make() throws IOException {
        IndexSearcher known = index;
        if (known == null) {
            List<String> titles = new ArrayList<>(catalogue.size());
            catalogue.items().forEach(item -> titles.add(item.title()));
            known = new IndexSearcher(DirectoryReader.open(TitleIndex.of(titles, clicks)));
            // A query is seldom asked again, and a cache would count its hits under a lock.
            known.setQueryCache(null);
            index = known;
        }
        return known;
    }
}
