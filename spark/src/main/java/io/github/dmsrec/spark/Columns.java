package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Looks for columns in data frames; what is missing or has the wrong type is found before a job starts. */
final class Columns {

    private Columns() {}

    /**
     * A column.
     *
     * @param what the column is for, e.g. {@code "the session"}
     * @param advice how another column is named
     * @throws InvalidInputException if there is none of that name
     */
    static StructField require(StructType schema, String name, String what, String advice) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The data frame has no column '" + name + "' for " + what
                        + "; its columns are "
                        + Arrays.stream(schema.fields())
                                .map(field -> "'" + field.name() + "'")
                                .collect(Collectors.joining(", "))
                        + ". " + advice));
    }

    /** A column of ids: texts or integers. */
    static void requireId(StructType schema, String name, String what, String advice) {
        DataType type = require(schema, name, what, advice).dataType();
        boolean integer = type.equals(DataTypes.LongType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.ByteType);
        if (!type.equals(DataTypes.StringType) && !integer) {
            throw wrongType(name, type, what, "a string or an integer", "cast(" + name + " as string)");
        }
    }

    /** A column with a list of texts. */
    static void requireTexts(StructType schema, String name, String what, String advice) {
        DataType type = require(schema, name, what, advice).dataType();
        if (!(type instanceof ArrayType array) || !array.elementType().equals(DataTypes.StringType)) {
            throw wrongType(name, type, what, "array<string>", "cast(" + name + " as array<string>)");
        }
    }

    static InvalidInputException wrongType(String name, DataType type, String what, String wanted, String cast) {
        return new InvalidInputException(
                "The column '" + name + "' for " + what + " is " + type.catalogString() + ", but must be " + wanted
                        + ". Convert it, e.g. withColumn(\"" + name + "\", expr(\"" + cast + "\")).");
    }

    /** A name whose dots are no fields. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
