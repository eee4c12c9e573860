package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.SessionFields;
import java.util.List;

/** What the rules that cut in time say of themselves. */
final class SplitDescriptions {

    private SplitDescriptions() {}

    /** The rule, without a full stop. */
    static String cutInTime(String order, Shares shares) {
        return order + "; test: the last " + shares.testWords() + " of them; validation: the last "
                + shares.validationWords()
                + " of the others; train: the rest; no session is cut, every click but the first is a target";
    }

    /** What remains known although nothing later is learned; what is learned is counted. */
    static String leaksInTime(SessionFields all) {
        return (all.isLogged()
                        ? ""
                        : "As far as the order of the data set is that of time, models learn from no session that ends later"
                                + " than one of the test. ")
                + "Sessions are not cut, so the first clicks of a test session may be older than training clicks; the catalogue"
                + " has the items of all sessions, so items that are new in the test can be ranked, and are targets.";
    }

    /** That the order stands for time, where there are no times. */
    static List<String> orderForTime(SessionFields all) {
        return all.isLogged()
                ? List.of()
                : List.of(
                        "the data set has no times, so the order of its sessions (training, validation, test) counts as"
                                + " time");
    }
}
