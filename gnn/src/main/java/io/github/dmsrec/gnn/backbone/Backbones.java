package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.ClosestMatch;
import java.util.List;

/** The registry of backbones. */
public final class Backbones {

    private static final List<BackboneKind> KINDS = List.of(
            CoreAve.KIND,
            CoreTrm.KIND,
            GceGnn.KIND,
            Gru4Rec.KIND,
            Msgifsr.KIND,
            Narm.KIND,
            SasRec.KIND,
            Share.KIND,
            SrGnn.KIND,
            Stamp.KIND,
            Tagnn.KIND);

    private Backbones() {}

    /** All backbones, in alphabetical order of their names. */
    public static List<BackboneKind> kinds() {
        return KINDS;
    }

    /** The names of all backbones, in alphabetical order. */
    public static List<String> names() {
        return KINDS.stream().map(BackboneKind::name).sorted().toList();
    }

    /**
     * The backbone of a name.
     *
     * @throws UserMistakeException listing the known names
     */
    public static BackboneKind kind(String name) {
        return KINDS.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UserMistakeException("Unknown backbone '" + name + "'. Known, the nearest first: "
                                + String.join(", ", ClosestMatch.first(name, names())) + "."));
    }
}
