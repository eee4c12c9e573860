package io.github.dmsrec.datasets.download;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.download.PublicDataset.Way;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The data sets that 'dmsrec download' knows. Sizes and checksums are those that their makers publish. */
public final class PublicDatasets {

    private static final long MIB = 1L << 20;
    private static final String MOVIELENS = "https://files.grouplens.org/datasets/movielens/";
    private static final String MOVIELENS_TERMS =
            "GroupLens, University of Minnesota: for research; no endorsement may be implied; publications must acknowledge"
                    + " it (Harper and Konstan 2015); no redistribution and no commercial use without permission. The README in"
                    + " the archive has the whole text.";
    private static final String AMAZON_TERMS =
            "J. McAuley, UCSD: published for research without a licence of its own; the texts are those of Amazon's customers"
                    + " and sellers; publications cite He and McAuley (WWW 2016) or McAuley et al. (SIGIR 2015).";

    private static final List<PublicDataset> ALL = List.of(
            new PublicDataset(
                    "movielens-1m",
                    "a million ratings of films, with titles and genres",
                    MOVIELENS_TERMS,
                    URI.create("https://grouplens.org/datasets/movielens/1m/"),
                    movieLens("ml-1m.zip", 5_917_549, "c4d9eecfca2ab87c1945afe126590906"),
                    "dmsrec import movielens-1m FOLDER/ml-1m --out runs/data"),
            new PublicDataset(
                    "movielens-100k",
                    "a hundred thousand ratings of films, with titles and genres",
                    MOVIELENS_TERMS,
                    URI.create("https://grouplens.org/datasets/movielens/100k/"),
                    movieLens("ml-100k.zip", 4_924_029, "0e33842e24a9c977be4e0107933c0723"),
                    "dmsrec import movielens-100k FOLDER/ml-100k --out runs/data"),
            new PublicDataset(
                    "amazon-2014-beauty",
                    "reviews of beauty products of Amazon until 2014 (5-core), with titles",
                    AMAZON_TERMS,
                    URI.create("https://jmcauley.ucsd.edu/data/amazon/"),
                    new Way.Fetched(List.of(
                            amazon("reviews_Beauty_5.json.gz", 1024 * MIB), amazon("meta_Beauty.json.gz", 4096 * MIB))),
                    "dmsrec import amazon-2014 FOLDER --out runs/data"),
            new PublicDataset(
                    "yoochoose",
                    "clicks of a shop, the RecSys Challenge 2015",
                    "YOOCHOOSE GmbH: CC BY-NC-ND 4.0.",
                    URI.create("https://www.kaggle.com/datasets/chadgostopp/recsys-challenge-2015"),
                    new Way.ByHand("needs an account; sign in, download the archive and unpack yoochoose-clicks.dat"),
                    "dmsrec import yoochoose FOLDER --out runs/data"),
            new PublicDataset(
                    "retailrocket",
                    "clicks, baskets and purchases of a shop",
                    "Retail Rocket: CC BY-NC-SA 4.0.",
                    URI.create("https://www.kaggle.com/datasets/retailrocket/ecommerce-dataset"),
                    new Way.ByHand("needs an account; sign in, download the archive and unpack events.csv"),
                    "dmsrec import retailrocket FOLDER --out runs/data"),
            new PublicDataset(
                    "diginetica",
                    "searches and views of a shop, the CIKM Cup 2016",
                    "DIGINETICA: for research, on the terms of the CIKM Cup 2016.",
                    URI.create("https://competitions.codalab.org/competitions/11161"),
                    new Way.ByHand(
                            "needs an account; join the competition, download dataset-train-diginetica.zip and unpack"
                                    + " train-item-views.csv"),
                    "dmsrec import diginetica FOLDER --out runs/data"),
            new PublicDataset(
                    "amazon-m2",
                    "sessions of Amazon's shops in six languages, the KDD Cup 2023",
                    "Amazon: Apache License 2.0, and the rules of the KDD Cup 2023.",
                    URI.create(
                            "https://www.aicrowd.com/challenges/amazon-kdd-cup-23-multilingual-recommendation-challenge"),
                    new Way.ByHand("needs an account; join the challenge and download sessions_train.csv and"
                            + " products_train.csv"),
                    "dmsrec import amazon-m2 FOLDER --out runs/data"));

    private PublicDatasets() {}

    private static Way movieLens(String file, long size, String md5) {
        return new Way.Fetched(List.of(new RemoteFile(
                file, List.of(URI.create(MOVIELENS + file)), OptionalLong.of(size), Optional.of(md5), 256 * MIB)));
    }

    private static RemoteFile amazon(String file, long most) {
        return new RemoteFile(
                file,
                List.of(
                        URI.create("https://mcauleylab.ucsd.edu/public_datasets/data/amazon/categoryFiles/" + file),
                        URI.create("https://snap.stanford.edu/data/amazon/" + "productGraph/categoryFiles/" + file)),
                OptionalLong.empty(),
                Optional.empty(),
                most);
    }

    /** All of them. */
    public static List<PublicDataset> all() {
        return ALL;
    }

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(PublicDataset::name).toList();
    }

    /**
     * The data set of a name.
     *
     * @throws UserMistakeException if there is none
     */
    public static PublicDataset of(String name) {
        return ALL.stream()
                .filter(dataset -> dataset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserMistakeException(
                        "There is no public data set '" + name + "' to download.",
                        "Use one of: " + String.join(", ", names()) + "."));
    }
}
