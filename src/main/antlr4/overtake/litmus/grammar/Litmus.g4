/*
 * A litmus test in kernel C, after its header and its comments have been blanked out (overtake.litmus.SourceText): whether
 * `(*` begins a comment or the bracketed dereference of a pointer depends on where it stands, which a lexer does not know.
 *
 * Primitives are ordinary calls here; overtake.litmus.Primitives knows their names and arguments. Types are ordinary names.
 * Operators bind as in C. Lists instead of recursion keep the depth of the tree to that of the brackets in the text.
 */
grammar Litmus;

test
    : initial thread+ section* question EOF
    ;

// { int x = 1; p = &x; atomic_t c = ATOMIC_INIT(1); spinlock_t s; 0:r1 = x; }
initial
    : '{' (';' | setting ';')* setting? '}'
    ;

setting
    : type? place ('=' value)?
    ;

place
    : (NUMBER ':')? NAME
    ;

value
    : '&'? NAME                  # nameValue
    | '-'? NUMBER                # numberValue
    | NAME '(' '-'? NUMBER ')'   # macroValue
    | NUMBER ':' NAME            # registerValue
    ;

type
    : ('struct' NAME | NAME+?) '*'*
    ;

// P0(int *x, atomic_t *c) { ... }
thread
    : NAME '(' (parameter (',' parameter)*)? ')' block
    ;

parameter
    : type NAME
    ;

block
    : '{' statement* '}'
    ;

statement
    : block                                                         # blockStatement
    | 'if' '(' expression ')' statement ('else' statement)?         # ifStatement
    | type declarator (',' declarator)* ';'                         # declaration
    | expression ('=' expression)? ';'                              # assignment
    | ';'                                                           # emptyStatement
    ;

declarator
    : '*'* NAME ('=' expression)?
    ;

expression
    : NUMBER                                                        # number
    | NAME                                                          # variable
    | NAME '(' (expression (',' expression)*)? ')'                  # call
    | '(' expression ')'                                            # brackets
    | '(' 'void' ')' expression                                     # discarded
    | operator=('*' | '-' | '~' | '!' | '&' | '+') expression       # unary
    | expression operator='*' expression                            # binary
    | expression operator=('+' | '-') expression                    # binary
    | expression operator=('<<' | '>>') expression                  # binary
    | expression operator=('<' | '<=' | '>' | '>=') expression      # comparison
    | expression operator=('==' | '!=') expression                  # comparison
    | expression operator='&' expression                            # binary
    | expression operator='^' expression                            # binary
    | expression operator='|' expression                            # binary
    ;

section
    : 'locations' '[' (';' | place ';')* place? ']'                 # locations
    | 'filter' proposition                                          # filter
    ;

question
    : quantifier proposition
    ;

quantifier
    : 'exists'
    | '~' 'exists'
    | 'forall'
    ;

proposition
    : conjunction ('\\/' conjunction)*
    ;

conjunction
    : literal ('/\\' literal)*
    ;

literal
    : ('~' | 'not') literal                                         # negation
    | '(' proposition ')'                                           # bracketed
    | ('true' | 'false')                                            # truth
    | place relation=('=' | '==' | '!=' | '<>') value               # atom
    ;

NUMBER
    : [0-9]+
    | '0' [xX] [0-9a-fA-F]+
    ;

// What C has and this front end refuses by name.
RESERVED
    : 'while' | 'for' | 'do' | 'switch' | 'case' | 'default' | 'goto' | 'return' | 'break' | 'continue'
    | '++' | '--' | '+=' | '-=' | '*=' | '&=' | '|=' | '^=' | '&&' | '||' | '->' | '?' | '.' | '#' | '"'
    ;

NAME
    : [A-Za-z_] [A-Za-z_0-9]*
    ;

BLANK
    : [ \t\r\n\f\uFEFF]+ -> skip
    ;

// No character is lost: what nothing else matches is a token that no rule wants.
STRAY
    : .
    ;
