package io.github.dmsrec.datasets;

/** Where data sets come from. */
public final class Datasets {

    private Datasets() {}

    /**
     * Begins an import, e.g.
     *
     * <pre>{@code
     * Datasets.importer()
     *         .csv("clicks/*.csv.gz")
     *         .session("visit").item("sku").time("at")
     *         .write(Path.of("data"), Origin.of("shop", "import", 2024, 2));
     * }</pre>
     */
    public static Importer importer() {
        return new Importer();
    }
}
