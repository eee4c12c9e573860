package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.TimeFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a data frame of clicks; null for those that were not named.
 *
 * @param session of the session's id
 * @param user of the user's id
 * @param item of the item's id
 * @param time of the click
 * @param unit of times that are numbers
 * @param title of the item's title
 * @param event of the kind of click
 * @param order of a number that says which of two clicks at the same time came first
 */
record ClickColumns(
        @Nullable String session,
        @Nullable String user,
        @Nullable String item,
        @Nullable String time,
        TimeFormat.@Nullable Epoch unit,
        @Nullable String title,
        @Nullable String event,
        @Nullable String order) {

    static final ClickColumns NONE = new ClickColumns(null, null, null, null, null, null, null, null);

    private static final String ADVICE = "Name the columns as the data frame has them.";

    ClickColumns withSession(String column) {
        return new ClickColumns(column, user, item, time, unit, title, event, order);
    }

    ClickColumns withUser(String column) {
        return new ClickColumns(session, column, item, time, unit, title, event, order);
    }

    ClickColumns withItem(String column) {
        return new ClickColumns(session, user, column, time, unit, title, event, order);
    }

    ClickColumns withTime(String column) {
        return new ClickColumns(session, user, item, column, unit, title, event, order);
    }

    ClickColumns withUnit(TimeFormat.Epoch value) {
        return new ClickColumns(session, user, item, time, value, title, event, order);
    }

    ClickColumns withTitle(String column) {
        return new ClickColumns(session, user, item, time, unit, column, event, order);
    }

    ClickColumns withEvent(String column) {
        return new ClickColumns(session, user, item, time, unit, title, column, order);
    }

    ClickColumns withOrder(String column) {
        return new ClickColumns(session, user, item, time, unit, title, event, column);
    }

    /** Refuses choices that do not go together, and columns that the data frame does not have or that have a wrong type. */
    void require(StructType schema, SessionRule rule, Filters filters, Splitting split) {
        demand(item != null, "The column of the item is not named. Name it with item().");
        demand(
                session != null || user != null,
                "Neither the column of the session nor that of the user is named. Name one with session() or user().");
        demand(
                session == null || !rule.needsUser(),
                "The sessions are named and also to be made of users. Omit session(), or the rule.");
        demand(user != null || !rule.needsUser(), "Sessions are to be made of users. Name their column with user().");
        boolean pauses = rule instanceof SessionRule.Gap || rule instanceof SessionRule.GivenGap;
        demand(
                time != null || !(rule instanceof SessionRule.DayWindow),
                "Sessions of days need times. Name their column with time().");
        demand(time != null || !pauses, "Pauses between clicks need times. Name their column with time().");
        demand(
                time != null || (filters.from().isEmpty() && filters.to().isEmpty()),
                "A range of times is given. Name the column of the time with time().");
        demand(
                time != null || !(split instanceof Splitting.ByDays),
                "A split by days needs times. Name their column with time().");
        demand(
                event != null || filters.events().isEmpty(),
                "Kinds of clicks are given. Name the column of the kind with event().");
        requireTypes(schema);
    }

    private void requireTypes(StructType schema) {
        requireId(schema, session, "the session");
        requireId(schema, user, "the user");
        requireId(schema, item, "the item");
        requireId(schema, event, "the kind of click");
        if (title != null) {
            DataType type = Columns.require(schema, title, "the title", ADVICE).dataType();
            if (!type.equals(DataTypes.StringType)) {
                throw Columns.wrongType(title, type, "the title", "a string", "cast(" + title + " as string)");
            }
        }
        if (order != null) {
            DataType type = Columns.require(schema, order, "the order", ADVICE).dataType();
            if (!isInteger(type)) {
                throw Columns.wrongType(order, type, "the order", "an integer", "cast(" + order + " as bigint)");
            }
        }
        if (time != null) {
            requireTime(schema, time);
        }
    }

    private void requireTime(StructType schema, String column) {
        DataType type = Columns.require(schema, column, "the time", ADVICE).dataType();
        boolean number = isInteger(type) || type.equals(DataTypes.DoubleType);
        if (!type.equals(DataTypes.TimestampType) && !number) {
            throw Columns.wrongType(
                    column, type, "the time", "a timestamp or a number", "cast(" + column + " as timestamp)");
        }
        demand(
                unit != null || !number,
                "The column '" + column + "' for the time is " + type.catalogString()
                        + ", whose unit is not known. Give it with timeUnit().");
        demand(
                unit == null || number,
                "A unit of times is given, but the column '" + column + "' is a timestamp. Omit timeUnit().");
    }

    private static boolean isInteger(DataType type) {
        return type.equals(DataTypes.LongType) || type.equals(DataTypes.IntegerType);
    }

    private static void requireId(StructType schema, @Nullable String column, String what) {
        if (column != null) {
            Columns.requireId(schema, column, what, ADVICE);
        }
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidInputException(otherwise);
        }
    }
}
