; The calendar. A day is counted from 0001-01-01, which is day 0; a month, from March of the year 0, so that a
; leap day is the last of its year. The first day of a month, counted from the first of that March:
(define-fun |first day of month| ((month Int)) Int
  (let ((year (div month 12)))
    (+ (* 365 year) (div year 4) (- (div year 100)) (div year 400) (div (+ (* 153 (mod month 12)) 2) 5))))
; Of each day that is moved by months, the month it is in is a constant of its own: the only one of which this holds.
(define-fun |is in month| ((day Int) (month Int)) Bool
  (and (<= (|first day of month| month) (+ day 306)) (< (+ day 306) (|first day of month| (+ month 1)))))
; So many months later: the same day of the month, or its last where there is none.
(define-fun |months later| ((day Int) (month Int) (months Int)) Int
  (let ((past (- (+ day 306) (|first day of month| month)))
        (first (|first day of month| (+ month months)))
        (next (|first day of month| (+ month months 1))))
    (+ (ite (< past (- next first)) (+ first past) (- next 1)) (- 306))))
