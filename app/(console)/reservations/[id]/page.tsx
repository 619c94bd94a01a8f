import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ConflictCard } from '#components/conflicts/card.tsx';
import { ToldList } from '#components/conflicts/told-list.tsx';
import { PageBody, PageHead, Section } from '#components/frame/page.tsx';
import { JournalList } from '#components/journal/journal-list.tsx';
import { ReservationCancel } from '#components/records/reservation-cancel.tsx';
import { ReservationEdit } from '#components/records/reservation-edit.tsx';
import { GuestFacts, OriginFacts } from '#components/records/reservation-facts.tsx';
import { ReservationMove } from '#components/records/reservation-move.tsx';
import { ReservationNotices } from '#components/records/reservation-notices.tsx';
import { ReservationState } from '#components/records/reservation-state.tsx';
import { ReservationStays } from '#components/records/reservation-stays.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { getConflict } from '#lib/domain/conflicts/queries.ts';
import { listConnectionStates } from '#lib/domain/connections/queries.ts';
import { listToldOf, noteAuthor } from '#lib/domain/guide/reservation-story.ts';
import { readProperties, toNames } from '#lib/domain/properties/read-properties.ts';
import { getReservation } from '#lib/domain/reservations/queries.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ ctx }, t] = await Promise.all([requirePageCtx(), getTranslations('records.reservation')]);
  const { guest } = await found(getReservation(ctx, (await params).id));
  return { title: guest.name ?? t('one') };
}

export default async function ReservationPage({ params }: Props) {
  const [{ ctx, role }, t, { id }] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.reservation'),
    params,
  ]);
  const reservation = await found(getReservation(ctx, id));
  const conflictIds = [...new Set(reservation.stays.flatMap((stay) => stay.conflictIds))];
  const { journal: _journal, ...withoutJournal } = reservation;
  const [properties, calendars, connections, conflicts, told] = await Promise.all([
    readProperties(ctx),
    listAllCalendars(ctx),
    reservation.connectionId === null ? null : listConnectionStates(ctx),
    Promise.all(conflictIds.map((conflictId) => getConflict(ctx, conflictId))),
    listToldOf(ctx, reservation),
  ]);
  const places = Object.fromEntries(
    properties.flatMap((property) =>
      property.units.map((unit) => [
        unit.id,
        {
          name: unit.name,
          propertyId: property.id,
          propertyName: property.name,
          times: t('times', { checkIn: property.checkInTime, checkOut: property.checkOutTime }),
        },
      ]),
    ),
  );
  const unitNames = Object.fromEntries(
    Object.entries(places).map(([unitId, place]) => [
      unitId,
      place.name === place.propertyName ? place.name : `${place.propertyName}, ${place.name}`,
    ]),
  );
  const calendar = calendars.items.find((one) => one.id === reservation.calendarId);
  const source = connections?.items.find((one) => one.id === reservation.connectionId);
  const mayWrite = can(role, 'reservation.write');
  const isLive = reservation.status !== 'cancelled';
  const isOurs = reservation.channel === 'direct' || !reservation.isFollowed;
  return (
    <>
      <PageHead
        above={
          <Link href="/reservations" className="hover:underline">
            {t('back')}
          </Link>
        }
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {reservation.guest.name ?? t('unnamed')}
            <ReservationState reservation={reservation} chip />
          </span>
        }
        action={
          mayWrite && isLive ? (
            <>
              {isOurs ? <ReservationCancel reservation={reservation} unitNames={unitNames} /> : null}
              <ReservationEdit reservation={reservation} />
            </>
          ) : null
        }
      />
      <PageBody>
        <ReservationNotices
          reservation={reservation}
          isOurs={isOurs}
          mayWrite={mayWrite}
          now={ctx.clock.now().toString()}
        />
        {conflicts.length > 0 ? (
          <Section title={t('conflicts', { count: conflicts.length })}>
            <div className="flex flex-col gap-4">
              {conflicts.map((conflict) => (
                <ConflictCard
                  key={conflict.id}
                  conflict={conflict}
                  mayResolve={can(role, 'conflict.resolve')}
                />
              ))}
            </div>
          </Section>
        ) : null}
        <Section title={t('stays', { count: reservation.stays.length })}>
          <ReservationStays
            stays={reservation.stays}
            places={places}
            actionOf={(stay) =>
              mayWrite && isLive && stay.status === 'active' ? (
                <ReservationMove
                  reservation={withoutJournal}
                  stay={stay}
                  properties={toNames(properties)}
                  isOurs={isOurs}
                />
              ) : null
            }
          />
        </Section>
        <div className="grid gap-8 lg:grid-cols-2">
          <Section title={t('guest')}>
            <GuestFacts reservation={reservation} noteBy={noteAuthor(reservation)} />
          </Section>
          <Section title={t('origin')}>
            <OriginFacts
              reservation={reservation}
              calendarName={calendar?.name ?? null}
              account={source?.id && source.account ? { id: source.id, name: source.account.name } : null}
            />
          </Section>
        </div>
        <Section title={t('told')} lead={t('toldLead')}>
          <ToldList lines={told} />
        </Section>
        <Section title={t('history')}>
          {can(role, 'journal.read') ? (
            <JournalList items={reservation.journal} unitNames={unitNames} linkRuns linkMessages />
          ) : (
            <p className="text-ink-2">{t('historyHidden')}</p>
          )}
        </Section>
      </PageBody>
    </>
  );
}
