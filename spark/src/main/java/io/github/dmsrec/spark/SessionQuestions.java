package io.github.dmsrec.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.github.dmsrec.Inferrer;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.intent.asking.BatchForm;
import io.github.dmsrec.intent.asking.BatchImport;
import io.github.dmsrec.intent.asking.BatchQuestions;
import io.github.dmsrec.intent.asking.BatchRequest;
import io.github.dmsrec.intent.asking.LanguageModelInferrer;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.TargetsOption;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a language model about the sessions of data frames, in the batch form of {@code dmsrec infer --export-batch},
 * and the answers to them. A question is the same, with the same key, wherever it is put, so that answers that are kept here
 * are found by {@code dmsrec infer}. Nobody is asked. Immutable.
 */
public final class SessionQuestions {

    /** The column with the question's key, {@code custom_id}; null where nothing in the row has a title. */
    public static final String KEY = "custom_id";

    /** The column with the body of the request, JSON; null as {@link #KEY}. */
    public static final String BODY = "body";

    /** The column with what became of a row: answered, failed, missing or nothing-to-choose. */
    public static final String STATUS = "status";

    /** The column that says why an answer is not usable; empty if it is. */
    public static final String REASON = "reason";

    /** The column with what was clicked already: {@code array<struct<item: string, text: string>>}. */
    public static final String EXPLICIT = "explicit";

    /** The column with what was not clicked, of the same type; an intent in the model's own words has no item. */
    public static final String LATENT = "latent";

    /** The column with the model's text as it came. */
    public static final String ANSWER = "answer";

    /** The column with the numbers of the candidates picked, in the order in which the model was shown them. */
    public static final String NUMBERS = "numbers";

    /** The column that says why the model ended; empty if unknown. */
    public static final String FINISH = "finish_reason";

    /** The column with the tokens of the question, as the endpoint counted them. */
    public static final String PROMPT_TOKENS = "prompt_tokens";

    /** The column with the tokens of the answer, as the endpoint counted them. */
    public static final String COMPLETION_TOKENS = "completion_tokens";

    /** The column with the number of lines about the question. */
    public static final String LINES = "lines";

    private static final long SEED = 2024;
    private static final String ADVICE = "Name the columns with setColumns.";
    private static final int LONGEST_SHOWN = 80;

    private static final StructType INTENT =
            new StructType().add("item", DataTypes.StringType, true).add("text", DataTypes.StringType, false);

    private record Names(String session, String items, String candidates) {}

    private record Generator(Model model, int k) {}

    private final SparkSession spark;
    private final Inferrer inferrer;
    private final Path data;
    private final @Nullable Path exampleOf;
    private final @Nullable Generator generator;
    private final Names names;

    SessionQuestions(SparkSession spark, Inferrer inferrer, Path data) {
        this(spark, inferrer, data, null, null, new Names("session", "items", "candidates"));
    }

    private SessionQuestions(
            SparkSession spark,
            Inferrer inferrer,
            Path data,
            @Nullable Path exampleOf,
            @Nullable Generator generator,
            Names names) {
        this.spark = spark;
        this.inferrer = inferrer;
        this.data = data;
        this.exampleOf = exampleOf;
        this.generator = generator;
        this.names = names;
    }

    /**
     * Shows the example of the data set's training rows, for templates with one.
     *
     * @param candidates the folder of the data set's candidates, as for {@code dmsrec infer}
     * @return the changed questions; these stay as they are
     */
    public SessionQuestions example(Path candidates) {
        return new SessionQuestions(spark, inferrer, data, candidates, generator, names);
    }

    /**
     * Takes candidates from a model instead of a column; they may be clicked items.
     *
     * @param model that was trained on the data set, not fused
     * @param k how many, at least 1
     * @return the changed questions; these stay as they are
     */
    public SessionQuestions candidatesOf(Model model, int k) {
        return new SessionQuestions(spark, inferrer, data, exampleOf, new Generator(model, k), names);
    }

    /**
     * Other names of the columns.
     *
     * @param session of the session's id, of any type
     * @param items of the ids of the clicked items, oldest first: {@code array<string>}
     * @param candidates of the ids of the candidates, best first: {@code array<string>}; not used with {@link #candidatesOf}
     * @return the changed questions; these stay as they are
     */
    public SessionQuestions setColumns(String session, String items, String candidates) {
        return new SessionQuestions(spark, inferrer, data, exampleOf, generator, new Names(session, items, candidates));
    }

    /**
     * Puts a question about each session.
     *
     * @param sessions with columns of the session's id, the clicked items and, without {@link #candidatesOf}, the candidates
     * @return the session's column, {@link #KEY}, {@code method}, {@code url} and {@link #BODY}, one row for each session
     * @throws InvalidInputException if a column is missing or has the wrong type, or an option of the inferrer is wrong
     */
    public Dataset<Row> prompts(Dataset<Row> sessions) {
        return asked(sessions, spec())
                .select(
                        col(Columns.quoted(names.session())),
                        col(KEY),
                        lit(BatchRequest.METHOD).as("method"),
                        lit(BatchRequest.URL).as("url"),
                        col(BODY));
    }

    /**
     * The lines of a file of requests: each different question once.
     *
     * @param sessions as of {@link #prompts}
     * @return one JSON object each, to be written with {@code write().text(path)}
     * @throws InvalidInputException as {@link #prompts}
     */
    public Dataset<String> lines(Dataset<Row> sessions) {
        MapFunction<Row, String> line = row -> new BatchRequest(row.getString(0), row.getString(1)).line();
        return asked(sessions, spec())
                .filter(col(KEY).isNotNull())
                .select(KEY, BODY)
                .dropDuplicates(KEY)
                .map(line, Encoders.STRING());
    }

    /**
     * Brings sessions and the answers about them together.
     *
     * @param sessions as of {@link #prompts}
     * @param lines that a batch endpoint wrote, in any order: {@code spark.read().textFile(path)}
     * @return the session's column, {@link #KEY}, {@link #STATUS}, {@link #REASON}, {@link #EXPLICIT}, {@link #LATENT},
     *     {@link #ANSWER}, {@link #NUMBERS}, {@link #FINISH}, {@link #PROMPT_TOKENS}, {@link #COMPLETION_TOKENS} and
     *     {@link #LINES}, one row for each session. Of several lines about a question a usable one counts
     * @throws InvalidInputException as {@link #prompts}
     */
    public Dataset<Row> answers(Dataset<Row> sessions, Dataset<String> lines) {
        return answers(sessions, keyed(lines), spec());
    }

    /**
     * Keeps the answers as {@code dmsrec infer --import-batch} does, in the inferrer's folder {@code answers} on the driver.
     *
     * @param sessions as of {@link #prompts}
     * @param lines as of {@link #answers}
     * @return what was kept, failed, repeated and missing. A line about an answered question beside the one that counts is
     *     repeated, whatever its place
     * @throws InvalidInputException also if there are lines and none answers such a question
     */
    public BatchImport keep(Dataset<Row> sessions, Dataset<String> lines) {
        QuestionSpec spec = spec();
        Dataset<Row> keyed = keyed(lines);
        Row counts = keyed.agg(
                        count(lit(1)),
                        count(when(col("key").equalTo(""), 1)),
                        min(when(col("key").equalTo(""), col("text"))))
                .first();
        AnswerKeeping keeping =
                new AnswerKeeping(ExecutorQuestions.of(spec), spec.form().format());
        try {
            keeping.keep(answers(sessions, keyed, spec)
                    .filter(col(KEY).isNotNull())
                    .dropDuplicates(KEY)
                    .toLocalIterator());
            return keeping.report(counts.getLong(0), counts.getLong(1), shown(counts.getString(2)))
                    .requireOfThisRun("the batch");
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String shown(@Nullable String line) {
        return line == null ? "" : "'" + line.substring(0, Math.min(line.length(), LONGEST_SHOWN)) + "'";
    }

    private Dataset<Row> answers(Dataset<Row> sessions, Dataset<Row> keyed, QuestionSpec spec) {
        Dataset<Row> found = keyed.filter(col("key").notEqual(""))
                .groupBy("key")
                .agg(sort_array(collect_list("text")).as(LINES));
        Dataset<Row> asked = asked(sessions, spec);
        StructField session = asked.schema().fields()[0];
        StructType result = new StructType()
                .add(session)
                .add(KEY, DataTypes.StringType, true)
                .add(STATUS, DataTypes.StringType, false)
                .add(REASON, DataTypes.StringType, false)
                .add(EXPLICIT, DataTypes.createArrayType(INTENT, false), false)
                .add(LATENT, DataTypes.createArrayType(INTENT, false), false)
                .add(ANSWER, DataTypes.StringType, false)
                .add(NUMBERS, DataTypes.createArrayType(DataTypes.IntegerType, false), false)
                .add(FINISH, DataTypes.StringType, false)
                .add(PROMPT_TOKENS, DataTypes.IntegerType, false)
                .add(COMPLETION_TOKENS, DataTypes.IntegerType, false)
                .add(LINES, DataTypes.IntegerType, false);
        return asked.drop(BODY)
                .join(found, asked.col(KEY).equalTo(found.col("key")), "left")
                .drop("key")
                .mapPartitions(new AnswerReading(spec), Encoders.row(result));
    }

    private static Dataset<Row> keyed(Dataset<String> lines) {
        return lines.filter(length(trim(lines.col(lines.columns()[0]))).gt(0))
                .map(new LineKey(), Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
                .toDF("key", "text");
    }

    /** The session, items, candidates, key and body of each row. */
    private Dataset<Row> asked(Dataset<Row> sessions, QuestionSpec spec) {
        StructField session = Columns.require(sessions.schema(), names.session(), "the session", ADVICE);
        Columns.requireTexts(sessions.schema(), names.items(), "the clicked items", ADVICE);
        StructType result = new StructType()
                .add(session)
                .add("items", DataTypes.createArrayType(DataTypes.StringType))
                .add("candidates", DataTypes.createArrayType(DataTypes.StringType))
                .add(KEY, DataTypes.StringType, true)
                .add(BODY, DataTypes.StringType, true);
        return withCandidates(sessions).mapPartitions(new Asking(spec), Encoders.row(result));
    }

    private Dataset<Row> withCandidates(Dataset<Row> sessions) {
        Generator given = generator;
        if (given == null) {
            Columns.requireTexts(sessions.schema(), names.candidates(), "the candidates", ADVICE);
            return sessions.select(
                    col(Columns.quoted(names.session())),
                    col(Columns.quoted(names.items())),
                    col(Columns.quoted(names.candidates())));
        }
        Dataset<Row> wanted = sessions.select(
                struct(
                                col(Columns.quoted(names.session())).as("session"),
                                col(Columns.quoted(names.items())).as("items"))
                        .as("asked"),
                col(Columns.quoted(names.items())).as("items"));
        return new SparkRecommender(spark, given.model())
                .setK(given.k())
                .setSeenItems(SeenItems.RANKED)
                .setColumns("asked", "items")
                .transform(wanted)
                .select(
                        col("asked.session").as(names.session()),
                        col("asked.items").as("items"),
                        transform(col(SparkRecommender.RECOMMENDATIONS), item -> item.getField("item"))
                                .as("candidates"));
    }

    /** Settles what is asked and how; what is wrong with it is found here. */
    private QuestionSpec spec() {
        try {
            ArtefactFolder folder = ArtefactFolder.open(data, ArtefactKind.DATASET);
            BatchForm form = form();
            QuestionSpec spec = QuestionSpec.of(form, folder, exampleRow());
            BatchQuestions questions = ExecutorQuestions.of(spec);
            if (exampleOf == null && questions.showsExample()) {
                throw new InvalidInputException(
                        "The template shows an example of the training rows. Name the data set's"
                                + " candidates with example(), or give the inferrer the option example=none.");
            }
            return spec;
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private BatchForm form() {
        IntentMaker maker = IntentMaker.of(
                inferrer.name(), inferrer.options(), EncoderOptions.builtIn(), data, Targets.AS_IMPORTED, SEED);
        if (maker.share() != null) {
            throw new InvalidInputException(
                    "The option 'share' chooses rows of a data set. Filter or sample the data frame instead.");
        }
        if (!(maker.options() instanceof LanguageModelOptions)) {
            throw new InvalidInputException("The inferrer '" + inferrer.name()
                    + "' asks nobody, so it has no questions. Use the inferrer 'openai'.");
        }
        try (IntentInferrer made = maker.options().create()) {
            return ((LanguageModelInferrer) made).batchForm();
        }
    }

    private Optional<WorkedExample> exampleRow() {
        Path candidates = exampleOf;
        if (candidates == null) {
            return Optional.empty();
        }
        SessionDataset dataset = TargetsOption.rowsOf(
                ArtefactFolder.open(candidates, ArtefactKind.CANDIDATES), DatasetFolder.read(data));
        return WorkedExample.from(
                dataset, CandidateFolder.read(candidates, dataset).lists(Split.TRAIN));
    }
}
