package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.infer.InferenceSetting;
import io.github.dmsrec.intent.infer.InferredRow;
import io.github.dmsrec.intent.infer.IntentInferrer;
import io.github.dmsrec.intent.infer.IntentRequest;
import io.github.dmsrec.intent.infer.IntentText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Infers the intents of single sessions as those of a folder were inferred: the same inferrer, the same choices, the same
 * vectors. For one thread.
 */
public final class LiveIntents implements AutoCloseable {

    private final IntentInferrer inferrer;
    private final InferenceSetting setting;
    private final TextTable texts;
    private int droppedTexts;

    private LiveIntents(IntentInferrer inferrer, InferenceSetting setting, TextTable texts) {
        this.inferrer = inferrer;
        this.setting = setting;
        this.texts = texts;
    }

    /**
     * Opens a folder of intents.
     *
     * @param intents the folder that a model was trained with
     * @param catalogue of the data set that it was inferred for
     * @throws UserMistakeException if the folder is none, or belongs to another catalogue
     */
    public static LiveIntents open(Path intents, Catalogue catalogue) {
        ArtefactFolder folder = ArtefactFolder.open(intents, ArtefactKind.INTENTS);
        Map<String, String> recorded = folder.manifest().options();
        Map<String, String> choices = IntentFolder.inferrerOptions(folder.manifest());
        TextTable texts = IntentFolder.texts(folder, catalogue);
        InferenceSetting setting =
                new InferenceSetting(catalogue, IntentFolder.vectors(folder), IntentFolder.example(folder.manifest()));
        IntentInferrer inferrer = Inferrers.create(Inferrers.options(recorded.getOrDefault("inferrer", ""), choices));
        boolean free = recorded.getOrDefault(FreeIntents.KEY, "false").equals("true");
        return new LiveIntents(free ? new FreeIntents(inferrer) : inferrer, setting, texts);
    }

    /** The inferrer's name. */
    public String inferrer() {
        return inferrer.options().name();
    }

    /**
     * Infers the intents of one session.
     *
     * @param session the clicks as catalogue indices, oldest first, at least one
     * @param candidates catalogue indices, best first
     * @return text numbers of the folder's table; a text that is not in it is left out and counted
     * @throws UserMistakeException if an endpoint is asked and gives no usable answer
     */
    public IntentRows.Row infer(int[] session, int[] candidates) {
        InferredRow row = inferrer.infer(setting, List.of(new IntentRequest(session, candidates)), Progress.NONE)
                .rows()
                .get(0);
        return new IntentRows.Row(known(row.explicitIntents()), known(row.latentIntents()));
    }

    private int[] known(List<IntentText> intents) {
        int[] found = texts.find(intents);
        droppedTexts += intents.size() - found.length;
        return found;
    }

    /** The vectors of the folder's texts, which the numbers of {@link #infer} refer to. */
    public IntentVectors vectors() {
        return setting.titleVectors();
    }

    /** A text of the folder by its number. */
    public String text(int number) {
        return texts.text(number);
    }

    /** How many texts were left out so far because the folder has no vector of them. */
    public int droppedTexts() {
        return droppedTexts;
    }

    @Override
    public void close() {
        inferrer.close();
    }
}
