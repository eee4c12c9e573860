package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.IntIndex;
import io.github.dmsrec.core.IntList;
import java.util.ArrayList;
import java.util.List;

/**
 * Where items of each row stand in a matrix of scores.
 *
 * @param places in row-major order
 * @param order for each place, which of its row's items stands there
 */
public record ItemPlaces(int[] places, int[] order) {

    /**
     * In the scores of all items.
     *
     * @param ofRows the items of each row
     * @param firstItem the column of item 0
     */
    public static ItemPlaces amongAll(int[][] ofRows, int firstItem, int columns) {
        IntList places = new IntList();
        IntList order = new IntList();
        for (int row = 0; row < ofRows.length; row++) {
            for (int i = 0; i < ofRows[row].length; i++) {
                places.add(place(row, firstItem + ofRows[row][i], columns));
                order.add(i);
            }
        }
        return new ItemPlaces(places.toArray(), order.toArray());
    }

    /**
     * In the scores of some items.
     *
     * @param ofRows the items of each row
     * @param chosen the item of each column; one may stand there several times
     */
    public static ItemPlaces among(int[][] ofRows, int... chosen) {
        IntIndex different = new IntIndex();
        List<IntList> columns = new ArrayList<>();
        for (int column = 0; column < chosen.length; column++) {
            int item = different.add(chosen[column]);
            if (item == columns.size()) {
                columns.add(new IntList());
            }
            columns.get(item).add(column);
        }
        IntList places = new IntList();
        IntList order = new IntList();
        for (int row = 0; row < ofRows.length; row++) {
            for (int i = 0; i < ofRows[row].length; i++) {
                int item = different.find(ofRows[row][i]);
                for (int k = 0; item >= 0 && k < columns.get(item).size(); k++) {
                    places.add(place(row, columns.get(item).get(k), chosen.length));
                    order.add(i);
                }
            }
        }
        return new ItemPlaces(places.toArray(), order.toArray());
    }

    private static int place(int row, int column, int columns) {
        return Math.addExact(Math.multiplyExact(row, columns), column);
    }
}
