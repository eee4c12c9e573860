package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.stage.Methods;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model on its way to the executors: its files, which need no file system that all machines share.
 *
 * @param fingerprint of the model
 * @param files the bytes of each file by its relative name
 */
record ShippedModel(String fingerprint, Broadcast<Map<String, byte[]>> files) implements Serializable {

    /** One array of Java, with what Spark adds. */
    private static final long LARGEST_FILE = Integer.MAX_VALUE - 1024L;

    /**
     * Reads a model's files and offers them to the executors.
     *
     * @throws InvalidInputException if a file is too large to be sent
     */
    static ShippedModel of(SparkSession spark, Model model) {
        Path folder = model.path();
        String fingerprint =
                ArtefactFolder.open(folder, ArtefactKind.MODEL).manifest().fingerprint();
        return new ShippedModel(
                fingerprint,
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(read(folder)));
    }

    /** Whether a model is a baseline in tables, which needs no native library but that of DuckDB. */
    static boolean counts(Model model) {
        return Methods.of(ArtefactFolder.open(model.path(), ArtefactKind.MODEL))
                .capabilities()
                .counts();
    }

    private static Map<String, byte[]> read(Path folder) {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> all = tree.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                if (Files.size(file) > LARGEST_FILE) {
                    throw new InvalidInputException("'" + file + "' has " + Files.size(file)
                            + " bytes; a file of more than 2 GiB cannot be sent to executors. Predict on one machine"
                            + " (dmsrec predict), or train a smaller model.");
                }
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the model '" + folder + "' cannot be read", e);
        }
        return files;
    }

    /** Writes the files into an empty folder. */
    void unpack(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.value().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(path, file.getValue());
        }
    }
}
