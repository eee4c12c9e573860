package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Successors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Several trained models whose scores are added; {@link BlendMaker} makes one. */
record BlendMethod() implements Method {

    @Override
    public String name() {
        return Blend.NAME;
    }

    @Override
    public String source() {
        return "several trained models whose scores are added, with weights found on validation sessions";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, false, false, BaselineKind.Order.NONE);
    }

    @Override
    public OptionSet options() {
        return BlendOptions.OPTIONS;
    }

    @Override
    public Map<String, String> toMap(MethodOptions options) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(MethodKey.METHOD, name());
        map.putAll(options.values().toMap());
        return map;
    }

    @Override
    public Origin origin(MethodOptions options, Data data, Origin origin) {
        throw madeOfModels();
    }

    @Override
    public ArtefactFolder train(MethodOptions options, Data data, Origin origin, Path out, Progress progress) {
        throw madeOfModels();
    }

    @Override
    public ArtefactFolder trainLike(
            OpenModel model, SessionDataset sessions, Origin origin, Path out, Progress progress) {
        throw madeOfModels();
    }

    private static UserMistakeException madeOfModels() {
        return new UserMistakeException(
                "A blend is made of trained models and cannot be trained on sessions itself.",
                "Train its members, then 'dmsrec blend'; candidates from a blend need --cross-fit 0.");
    }

    @Override
    public MethodOptions optionsOf(ArtefactFolder model) {
        return new MethodOptions(
                this,
                Recipe.CORRECTED,
                options()
                        .read(
                                options().known(model.manifest().options()),
                                model.manifest().formatVersion(),
                                Recipe.CORRECTED));
    }

    @Override
    public OpenModel open(ArtefactFolder folder, int threads) {
        folder.requireIntact();
        BlendFile file = BlendFile.read(folder);
        List<OpenModel> members = new ArrayList<>();
        try {
            for (BlendFile.Member member : file.members()) {
                members.add(OpenModel.open(BlendFile.place(folder.path(), member), threads));
            }
            return opened(folder, file, members);
        } catch (RuntimeException e) {
            members.forEach(OpenModel::close);
            throw e;
        }
    }

    private OpenModel opened(ArtefactFolder folder, BlendFile file, List<OpenModel> members) {
        List<Blend.Member> weighted = new ArrayList<>();
        for (int m = 0; m < members.size(); m++) {
            weighted.add(new Blend.Member(
                    members.get(m).recommender(), file.members().get(m).weight()));
        }
        Catalogue catalogue = members.get(0).catalogue();
        // What learned from the most sessions counts them best.
        long[] popularity = members.stream()
                .map(OpenModel::popularity)
                .max(Comparator.comparingLong(clicks -> LongStream.of(clicks).sum()))
                .orElseThrow();
        return new OpenModel(
                folder,
                new Blend(file.scale(), weighted),
                catalogue,
                name(),
                popularity,
                () -> successors(members),
                Optional.empty(),
                members);
    }

    private static @Nullable Successors successors(List<OpenModel> members) {
        for (OpenModel member : members) {
            @Nullable Successors known = member.successors().get();
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    @Override
    public boolean hasLearnedValidation(ArtefactFolder model) {
        return BlendFile.read(model).members().stream()
                .map(member -> ArtefactFolder.open(BlendFile.place(model.path(), member), ArtefactKind.MODEL))
                .anyMatch(member -> Methods.of(member).hasLearnedValidation(member));
    }

    @Override
    public List<JsonNode> history(ArtefactFolder model) {
        return List.of();
    }
}
