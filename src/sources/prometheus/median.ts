/**
 * Median (the upper one of an even count) by Hoare's selection, in O(n): sorting would be most of the work of a refresh.
 * Reorders `values`; 0 of nothing.
 */
export function median(values: Float64Array): number {
  const middle = values.length >> 1;
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[(first + last) >> 1];
    let left = first;
    let right = last;
    while (left <= right) {
      while (values[left] < pivot) {
        left++;
      }
      while (values[right] > pivot) {
        right--;
      }
      if (left <= right) {
        const swapped = values[left];
        values[left++] = values[right];
        values[right--] = swapped;
      }
    }
    if (middle <= right) {
      last = right;
    } else if (middle >= left) {
      first = left;
    } else {
      break;
    }
  }
  return values.length === 0 ? 0 : values[middle];
}
