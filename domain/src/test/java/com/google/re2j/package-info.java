/** Access of tests to the parser of RE2/J, whose classes are not public. */
@NullMarked
package com.google.re2j;

import org.jspecify.annotations.NullMarked;
