package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.blend.BlendSearch;
import io.github.dmsrec.core.blend.Scale;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes one model of several trained ones: their scores are made comparable and added. Scale and weights are found on
 * validation sessions, by MRR@20, with models that have not learned from these sessions. The folder
 * carries copies of its members, so that it recommends without anything else.
 *
 * @param members at least two
 * @param options of {@link BlendOptions}
 * @param memoryBytes the limit of the buffers for scores
 */
public record BlendMaker(List<Member> members, OptionValues options, long memoryBytes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The fact that describes the search. */
    public static final String FACT = "blend";

    /** The role of the members among the inputs. */
    private static final String MEMBER = "member";

    /** The role of the models by which the weights of members were found. */
    private static final String STAND_IN = "stand-in";

    /** What a stand-in may have otherwise: it has not learned from the validation sessions. */
    private static final Set<String> OF_WHAT_IS_LEARNED = Set.of("learn-from", "refit");

    /**
     * A model of the blend.
     *
     * @param model is copied into it
     * @param standIn a model like it that has not learned from the validation sessions, by which its weight is found; null
     *     where the model itself has not, or is learned again in no time
     */
    public record Member(ArtefactFolder model, @Nullable ArtefactFolder standIn) {}

    /**
     * Refuses what cannot be blended.
     *
     * @throws UserMistakeException if there are fewer than two members, one is given twice, or one is a blend itself,
     *     or if options have no effect
     */
    public BlendMaker {
        members = List.copyOf(members);
        BlendOptions.refuseUnused(options);
        if (members.size() < 2) {
            throw new UserMistakeException("A blend needs at least two models. Give --member several times.");
        }
        Set<Path> places = new HashSet<>();
        for (Member member : members) {
            Path place = member.model.path().toAbsolutePath().normalize();
            if (!places.add(place)) {
                throw new UserMistakeException("model '" + member.model.path() + "' is given twice.");
            }
            if (Methods.of(member.model).name().equals(Blend.NAME)) {
                throw new UserMistakeException("'" + member.model.path()
                        + "' is a blend itself. Give its members, which are in its folder '" + BlendFile.MEMBERS_FOLDER
                        + "', instead.");
            }
        }
    }

    /** What the manifest says. */
    public Origin origin(Origin origin, ArtefactFolder dataset) {
        Origin complete = origin.withInput(Provenance.DATASET, dataset)
                .withOption(MethodKey.METHOD, Blend.NAME)
                .withOptions(options.toMap());
        for (Member member : members) {
            complete = complete.withInput(MEMBER, member.model);
            if (member.standIn != null) {
                complete = complete.withInput(STAND_IN, member.standIn);
            }
        }
        return complete;
    }

    /**
     * Makes the blend.
     *
     * @param datasetFolder the folder of the data set that all members were trained on
     * @param dataset its content
     * @param origin as of {@link #origin}
     * @throws UserMistakeException if a member was made from another data set, has learned from the validation sessions and
     *     has no stand-in, or there are no validation rows
     */
    public ArtefactFolder make(
            ArtefactFolder datasetFolder, SessionDataset dataset, Origin origin, Path out, Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            for (Member member : members) {
                Provenance.requireMadeFrom(member.model, Provenance.DATASET, datasetFolder);
                member.model.requireIntact();
            }
            double[] given = BlendOptions.weights(options, members.size());
            List<Scale> scales = BlendOptions.scales(options);
            if (given != null && scales.size() == 1) {
                return write(out, origin, scales.get(0), given, null, 0);
            }
            List<BlendSearch.Found> found = search(datasetFolder, dataset, origin, given, scales, progress);
            BlendSearch.Found best = found.get(0);
            for (BlendSearch.Found other : found) {
                best = other.value() > best.value() ? other : best;
            }
            double[] weights =
                    best.weights().stream().mapToDouble(Double::doubleValue).toArray();
            return write(out, origin, best.scale(), weights, found, rows(dataset, origin.seed()).length);
        }
    }

    private List<BlendSearch.Found> search(
            ArtefactFolder datasetFolder,
            SessionDataset dataset,
            Origin origin,
            double @Nullable [] given,
            List<Scale> scales,
            Progress progress) {
        int[] rows = rows(dataset, origin.seed());
        Examples validation = dataset.examples(Split.VALIDATION).rows(rows);
        if (rows.length == 0) {
            throw new UserMistakeException(
                    "data set '" + datasetFolder.path() + "' has no validation rows to find weights on.",
                    "Give '--set form=' and '--set weights=', or split the data set again.");
        }
        List<OpenModel> open = new ArrayList<>();
        try {
            List<Recommender> recommenders = new ArrayList<>();
            for (Member member : members) {
                recommenders.add(searchedBy(member, datasetFolder, dataset, rows, origin.threads(), open, progress));
            }
            return BlendSearch.search(
                    recommenders,
                    validation,
                    options.get(BlendOptions.SELECT_BY) == SelectBy.MASKED,
                    scales,
                    given,
                    memoryBytes,
                    new RandomStreams(origin.seed()),
                    progress);
        } finally {
            open.forEach(OpenModel::close);
        }
    }

    private int[] rows(SessionDataset dataset, long seed) {
        int all = dataset.examples(Split.VALIDATION).size();
        int most = options.get(BlendOptions.SEARCH_ROWS);
        int[] order = new RandomStreams(seed).permutation(all, "blend rows");
        int[] rows = Arrays.copyOf(order, Math.min(all, most));
        Arrays.sort(rows);
        return rows;
    }

    /** What stands for a member in the search: it must not know the answers. */
    private static Recommender searchedBy(
            Member member,
            ArtefactFolder datasetFolder,
            SessionDataset dataset,
            int[] rows,
            int threads,
            List<OpenModel> open,
            Progress progress) {
        Method method = Methods.of(member.model);
        ArtefactFolder standIn = member.standIn;
        if (standIn != null) {
            requireStandIn(member.model, standIn, datasetFolder);
        } else if (method.hasLearnedValidation(member.model)) {
            Recommender again = method.learnedFromTraining(member.model, dataset, progress);
            if (again != null) {
                return again;
            }
            throw new UserMistakeException(
                    "'" + member.model.path()
                            + "' has learned from the validation sessions, so that no weight can be found on"
                            + " them.",
                    method.capabilities().taught()
                            ? "Train it and its teacher again without the validation sessions ('learn-from=train'), and"
                                    + " name that model beside it: --member "
                                    + member.model.path() + "=WITHOUT_VALIDATION."
                            : "Train it again without 'refit', and name that model beside it: --member "
                                    + member.model.path() + "=WITHOUT_REFIT.");
        }
        OpenModel model = OpenModel.open((standIn == null ? member.model : standIn).path(), threads);
        open.add(model);
        return model.onRows(dataset, Split.VALIDATION, rows);
    }

    private static void requireStandIn(ArtefactFolder model, ArtefactFolder standIn, ArtefactFolder datasetFolder) {
        Provenance.requireMadeFrom(standIn, Provenance.DATASET, datasetFolder);
        String method = Methods.of(model).name();
        String other = Methods.of(standIn).name();
        if (!method.equals(other)) {
            throw new UserMistakeException("'" + standIn.path() + "' is a model of " + other
                    + ", and cannot stand in for '" + model.path() + "', a model of " + method + ".");
        }
        model.manifest()
                .input(Provenance.BEFORE)
                .ifPresentOrElse(
                        before -> requireBefore(model, standIn, before), () -> requireSameOptions(model, standIn));
        if (Methods.of(standIn).hasLearnedValidation(standIn)) {
            throw new UserMistakeException("'" + standIn.path()
                    + "' has learned from the validation sessions, too, so that no weight can be found on them.");
        }
    }

    private static void requireBefore(ArtefactFolder model, ArtefactFolder standIn, Manifest.Input before) {
        if (!standIn.isOf(before)) {
            throw new UserMistakeException(
                    "'" + standIn.path() + "' is not the model that '" + model.path()
                            + "' was trained again from: that was '" + before.path() + "'.",
                    "Name that one: a weight that another model found says nothing about this one.");
        }
    }

    private static void requireSameOptions(ArtefactFolder model, ArtefactFolder standIn) {
        Map<String, String> ofModel = model.manifest().options();
        Map<String, String> ofStandIn = standIn.manifest().options();
        Set<String> keys = new TreeSet<>(ofModel.keySet());
        keys.addAll(ofStandIn.keySet());
        keys.removeAll(OF_WHAT_IS_LEARNED);
        for (String key : keys) {
            String one = ofModel.getOrDefault(key, "not recorded");
            String other = ofStandIn.getOrDefault(key, "not recorded");
            if (!one.equals(other)) {
                throw new UserMistakeException(
                        "'" + standIn.path() + "' cannot stand in for '" + model.path() + "': its " + key + " is "
                                + other + ", not " + one + ".",
                        "Name a model with the same options that has not learned from the validation sessions.");
            }
        }
    }

    private ArtefactFolder write(
            Path out, Origin origin, Scale scale, double[] weights, @Nullable List<BlendSearch.Found> found, int rows)
            throws IOException {
        List<String> names = names();
        return ArtefactFolder.write(out, ArtefactKind.MODEL, origin, folder -> {
            List<BlendFile.Member> written = new ArrayList<>();
            Path whole = out.toAbsolutePath().normalize();
            boolean fused = false;
            boolean onTest = false;
            for (int m = 0; m < weights.length; m++) {
                onTest |= ModelSelection.onTest(members.get(m).model);
                // A model without weight would only cost.
                if (weights[m] > 0) {
                    BlendFile.Member member = new BlendFile.Member(names.get(m), weights[m]);
                    ArtefactFolder model = members.get(m).model;
                    model.copyTo(BlendFile.place(folder, member), BlendFile.place(whole, member));
                    fused |= model.manifest().facts().path("fused").asBoolean();
                    written.add(member);
                }
            }
            new BlendFile(scale, written).write(folder);
            ObjectNode facts = JSON.createObjectNode();
            facts.put("fused", fused);
            facts.put("selectedOn", onTest ? Split.TEST.label() : found == null ? "" : Split.VALIDATION.label());
            ObjectNode blend = facts.putObject(FACT);
            describe(blend, scale);
            ArrayNode list = blend.putArray("members");
            for (int m = 0; m < weights.length; m++) {
                list.addObject()
                        .put("name", names.get(m))
                        .put("method", Methods.of(members.get(m).model).name())
                        .put("weight", weights[m]);
            }
            if (found != null) {
                blend.put("rows", rows);
                blend.put("selectBy", Labels.of(options.get(BlendOptions.SELECT_BY)));
                ArrayNode tried = blend.putArray("tried");
                for (BlendSearch.Found one : found) {
                    ObjectNode node = tried.addObject();
                    describe(node, one.scale());
                    node.set("weights", JSON.valueToTree(one.weights()));
                    node.put("mrr20", one.value());
                    node.put("equalWeights", one.equal());
                    node.set("alone", JSON.valueToTree(one.alone()));
                }
            }
            return facts;
        });
    }

    private static void describe(ObjectNode node, Scale scale) {
        node.set("form", JSON.valueToTree(Labels.of(scale.form())));
        node.put("constant", scale.constant()).put("listLength", scale.listLength());
    }

    /** The names of the members' folders, with numbers where several are called the same. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Member member : members) {
            String name = member.model.manifest().name().replaceAll("[^A-Za-z0-9._+-]", "-");
            String unique = name;
            for (int number = 2; names.contains(unique); number++) {
                unique = name + "-" + number;
            }
            names.add(unique);
        }
        return names;
    }
}
