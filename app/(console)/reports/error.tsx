'use client';

export { PageError as default } from '#components/records/page-error.tsx';
