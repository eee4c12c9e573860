package io.github.dmsrec.baseline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.core.dataset.SessionsFile;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A baseline on disk. Most learn in less time than their tables take to be read, so that the folder holds what they learn
 * from: {@code items.parquet}, {@code sessions.parquet}, and the options, in the manifest and in {@code options.json}, so that
 * models of other options have another fingerprint. What takes longer to learn is in
 * {@code learned.safetensors} ({@link BaselineKind.Store}). A model whose sessions need not fit one machine has {@link
 * CountedTables} there, and no sessions.
 *
 * @param folder where it is
 * @param catalogue the items
 * @param clicks on each item, in the sessions that it has learned from {@code [N]}
 * @param sessions what it has learned from; null if the folder has the counts alone
 * @param recommender the method
 */
public record BaselineModel(
        ArtefactFolder folder,
        Catalogue catalogue,
        int[] clicks,
        @Nullable Sessions sessions,
        Recommender recommender) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ITEMS = "items.parquet";
    private static final String SESSIONS = "sessions.parquet";
    private static final String LEARNED = "learned.safetensors";
    private static final String OPTIONS = "options.json";

    /**
     * Writes a baseline for a data set.
     *
     * @param origin its options are completed with those of the baseline
     * @param progress is told of stages that may take long
     */
    public static ArtefactFolder write(
            Path target, SessionDataset dataset, BaselineOptions options, Origin origin, Progress progress)
            throws IOException {
        return write(target, dataset, options, origin, progress, facts -> {});
    }

    /**
     * As {@link #write(Path, SessionDataset, BaselineOptions, Origin, Progress)}, with more to be told.
     *
     * @param more adds to the manifest's facts
     */
    public static ArtefactFolder write(
            Path target,
            SessionDataset dataset,
            BaselineOptions options,
            Origin origin,
            Progress progress,
            Consumer<ObjectNode> more)
            throws IOException {
        Origin complete = origin.withOptions(options.toMap());
        Sessions learned = options.sessionsOf(dataset);
        BaselineKind.Store store = options.kind().store();
        Map<String, SafetensorsFile.Tensor> tensors =
                store == null ? Map.of() : store.tensors(options.learn(learned, dataset.catalogue(), progress));
        return ArtefactFolder.write(target, ArtefactKind.MODEL, complete, folder -> {
            writeOptions(folder, options);
            ItemsFile.write(folder.resolve(ITEMS), dataset.catalogue());
            SessionsFile.write(folder.resolve(SESSIONS), new EnumMap<>(Map.of(Split.TRAIN, learned)));
            if (!tensors.isEmpty()) {
                SafetensorsFile.write(folder.resolve(LEARNED), Map.of(), new TreeMap<>(tensors));
            }
            ObjectNode facts =
                    facts(dataset.catalogue(), new Learned(learned.size(), learned.clicks(), learned.isLogged()));
            more.accept(facts);
            return facts;
        });
    }

    /**
     * What a model has learned from.
     *
     * @param sessions how many
     * @param clicks how many
     * @param timed whether the times of clicks are known
     */
    public record Learned(long sessions, long clicks, boolean timed) {}

    /**
     * Writes a baseline that was learned elsewhere; its folder has no sessions.
     *
     * @param options with which it was learned
     * @param origin its options are completed with those of the baseline
     */
    public static ArtefactFolder write(
            Path target,
            Catalogue catalogue,
            BaselineOptions options,
            CountedTables tables,
            Learned learned,
            Origin origin)
            throws IOException {
        return ArtefactFolder.write(target, ArtefactKind.MODEL, origin.withOptions(options.toMap()), folder -> {
            writeOptions(folder, options);
            ItemsFile.write(folder.resolve(ITEMS), catalogue);
            SafetensorsFile.write(folder.resolve(LEARNED), Map.of(), new TreeMap<>(tables.tensors()));
            return facts(catalogue, learned);
        });
    }

    private static void writeOptions(Path folder, BaselineOptions options) throws IOException {
        JSON.writeValue(folder.resolve(OPTIONS).toFile(), new TreeMap<>(options.toMap()));
    }

    private static ObjectNode facts(Catalogue catalogue, Learned learned) {
        ObjectNode facts = JSON.createObjectNode();
        facts.put("items", catalogue.size());
        facts.put("sessions", learned.sessions());
        facts.put("clicks", learned.clicks());
        facts.put("timed", learned.timed());
        return facts;
    }

    /**
     * The options of a baseline on disk.
     *
     * @param kind which one it is
     * @throws io.github.dmsrec.core.UserMistakeException naming every wrong value at once
     */
    public static BaselineOptions optionsOf(ArtefactFolder model, BaselineKind kind) {
        return BaselineOptions.read(
                kind, model.manifest().options(), model.manifest().formatVersion());
    }

    /**
     * Reads a baseline, and lets it learn unless the folder has what it learned.
     *
     * @param kind which one it is
     * @throws io.github.dmsrec.core.UserMistakeException if a file is missing or not as it was written
     */
    public static BaselineModel load(ArtefactFolder model, BaselineKind kind) {
        model.requireIntact();
        BaselineOptions options = optionsOf(model, kind);
        Catalogue catalogue = ItemsFile.read(model.file(ITEMS));
        if (!Files.exists(model.path().resolve(SESSIONS))) {
            SafetensorsFile learned = SafetensorsFile.read(model.file(LEARNED));
            return new BaselineModel(
                    model,
                    catalogue,
                    CountedTables.clicks(learned),
                    null,
                    CountedTables.read(options, catalogue, learned));
        }
        Sessions sessions = Optional.ofNullable(SessionsFile.read(model.file(SESSIONS), catalogue.size())
                        .get(Split.TRAIN))
                .orElseThrow();
        BaselineKind.Store store = kind.store();
        Recommender recommender = store == null
                ? options.learn(sessions, catalogue)
                : store.read(kind, SafetensorsFile.read(model.file(LEARNED)), options.values());
        return new BaselineModel(model, catalogue, sessions.clicksPerItem(catalogue.size()), sessions, recommender);
    }
}
