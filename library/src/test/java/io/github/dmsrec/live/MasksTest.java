package io.github.dmsrec.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Masks, and the columns that filters are made of. */
class MasksTest {

    private static BitSet bits(int... items) {
        BitSet bits = new BitSet();
        IntStream.of(items).forEach(bits::set);
        return bits;
    }

    @Test
    void allMasksMustAllow() {
        Masks masks = new Masks(new int[] {7, 3, 3}, new int[] {5}, new int[] {9, 1, 3, 5, 11}, bits(1, 3, 5, 11));
        assertThat(IntStream.range(0, 20).filter(masks)).containsExactly(1, 11);
        assertThat(masks.few(20)).containsExactly(1, 11);
        assertThat(Masks.NONE.few(20)).isNull();
        assertThat(IntStream.range(0, 20).filter(Masks.NONE)).hasSize(20);
    }

    @Test
    void aSelectiveFilterLeavesFewAndAWideOneMany() {
        Masks selective = new Masks(new int[] {1}, new int[0], null, bits(1, 4));
        assertThat(selective.few(100)).containsExactly(4);
        BitSet wide = new BitSet();
        wide.set(0, 50);
        assertThat(new Masks(new int[0], new int[0], null, wide).few(100)).isNull();
    }

    @Test
    void whatEmptiesIsSaid() {
        int[] none = {};
        assertThat(new Masks(none, none, none, null).emptying(9)).contains("'include' names no item");
        assertThat(new Masks(none, none, null, bits()).emptying(9)).isEqualTo("the filter accepts no item");
        assertThat(new Masks(none, none, new int[] {2}, bits(3)).emptying(9)).contains("of 'include'");
        assertThat(new Masks(new int[] {2}, none, new int[] {2}, null).emptying(9))
                .contains("clicked already");
        assertThat(Masks.NONE.emptying(9)).isNull();
    }

    @Test
    void aColumnsValuesAreTestedOnceEach() {
        ColumnValues columns = new ColumnValues(new Catalogue(IntStream.range(0, 100)
                .mapToObj(item -> new Item(
                        "i" + item,
                        "",
                        item % 10 == 9 ? Map.of() : Map.of("price", String.valueOf(item % 5), "size", "s")))
                .toList()));
        assertThat(columns.names()).containsExactlyInAnyOrder("price", "size");
        List<String> tested = new ArrayList<>();
        BitSet cheap = columns.where("price", value -> {
            tested.add(value);
            return Integer.parseInt(value) < 2;
        });
        assertThat(tested).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        assertThat(cheap.stream())
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .filter(item -> item % 10 != 9 && item % 5 < 2)
                        .boxed()
                        .toList());
        assertThat(columns.where("size", "s"::equals).cardinality()).isEqualTo(90);
        assertThat(columns.all().cardinality()).isEqualTo(100);
    }
}
