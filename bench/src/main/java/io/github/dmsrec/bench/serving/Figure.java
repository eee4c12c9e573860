package io.github.dmsrec.bench.serving;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.dmsrec.bench.load.LoadReport;
import java.util.List;

/** Something measured: a line of the file of results. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Figure.Start.class, name = "start"),
    @JsonSubTypes.Type(value = Figure.Run.class, name = "run"),
    @JsonSubTypes.Type(value = Figure.Greatest.class, name = "greatest"),
    @JsonSubTypes.Type(value = Figure.SoakRun.class, name = "soak"),
    @JsonSubTypes.Type(value = Figure.Reloads.class, name = "reloads")
})
sealed interface Figure {

    /** What was served: a method, or an empty handler. */
    String subject();

    /** The size of its catalogue. */
    int items();

    /** On which cores. */
    Cores cores();

    /**
     * A start of a server.
     *
     * @param seconds until it was ready
     * @param server what it had taken then
     */
    record Start(String subject, int items, Cores cores, double seconds, ServerFigures server) implements Figure {}

    /**
     * A run at a rate.
     *
     * @param attempt counts runs at the same rate, from 1
     * @param searched whether the greatest rate was searched by it
     * @param report what the generator saw
     * @param server what the server had taken at the end; its processor time is that of the run
     */
    record Run(
            String subject,
            int items,
            Cores cores,
            int attempt,
            boolean searched,
            LoadReport report,
            ServerFigures server)
            implements Figure {

        /** Microseconds of processor time for each request due. */
        double serverMicros() {
            return server.processorSeconds() * 1e6 / report.due();
        }
    }

    /**
     * The greatest rate found with 90 % of the answers in time; 0 if there is none.
     *
     * @param limit what is in time, milliseconds
     * @param rate requests a second
     */
    record Greatest(String subject, int items, Cores cores, int limit, double rate) implements Figure {}

    /**
     * A long run.
     *
     * @param resident memory of the server every ten seconds, MiB
     * @param slope its growth over the second half, MiB an hour
     * @param server what the server had taken at the end
     */
    record SoakRun(
            String subject,
            int items,
            Cores cores,
            LoadReport report,
            List<Double> resident,
            double slope,
            ServerFigures server)
            implements Figure {}

    /**
     * A run under which the model was loaded anew again and again.
     *
     * @param millis what each load took
     * @param resident memory of the server after each, MiB
     * @param slope its growth over the second half, MiB a load
     */
    record Reloads(
            String subject,
            int items,
            Cores cores,
            LoadReport report,
            List<Double> millis,
            List<Double> resident,
            double slope)
            implements Figure {}
}
